/* Meshes beside each other: what they have in common, and whose a revision is. */
#include "operator/beside.h"
#include "tests/unit/unit.h"

/* A mesh that wants some objects: key -> digest. */
static struct mesh mesh_of(const char *name, const char *digests, const char *revisions)
{
    return (struct mesh){.name = (char *)name,
                         .id = (char *)name,
                         .revisions = revisions ? unit_json(revisions) : NULL,
                         .wanted = {.digests = unit_json(digests)}};
}

static void mesh_gone(struct mesh *mesh)
{
    json_decref(mesh->revisions);
    json_decref(mesh->wanted.digests);
}

static void an_object_carries_the_label_of_whoever_wants_just_the_same(void **state)
{
    struct mesh same = mesh_of("same", "{'crd':'1'}", NULL),
                other = mesh_of("other", "{'crd':'2'}", NULL), none = mesh_of("none", "{}", NULL);
    struct neighbour items[] = {{NULL, &same, true}, {NULL, &other, true}, {NULL, &none, false}};
    struct beside beside = {items, ARRAY_LEN(items)};
    char key[] = "crd", digest[] = "1";
    struct want want = {.key = key, .digest = digest};
    auto_json json_t *holders = beside_holders(&beside, "own", &want),
                     *wished = unit_json("{'own':true,'same':true,'none':true}");

    (void)state;
    assert_true(json_equal(holders, wished));
    assert_string_equal(beside_unknown(&beside, "none"), "none");
    assert_null(beside_unknown(&beside, "same"));
    assert_null(beside_unknown(&beside, "long gone"));
    mesh_gone(&same);
    mesh_gone(&other);
    mesh_gone(&none);
}

static const struct {
    const char *what;
    const char *ours, *our_config;     /* revisions; the resource */
    const char *theirs, *their_config; /* theirs NULL: a spec that was never valid */
    bool clash;
} rows[] = {
    {"names of their own", "['default']", "{'metadata':{'name':'b'}}", "['canary']",
     "{'metadata':{'name':'a'}}", false},
    {"the older one has it", "['default']",
     "{'metadata':{'name':'a','creationTimestamp':'2026-01-02T00:00:00Z'}}", "['default']",
     "{'metadata':{'name':'b','creationTimestamp':'2026-01-01T00:00:00Z'}}", true},
    {"we are older", "['default']",
     "{'metadata':{'name':'b','creationTimestamp':'2026-01-01T00:00:00Z'}}", "['default']",
     "{'metadata':{'name':'a','creationTimestamp':'2026-01-02T00:00:00Z'}}", false},
    {"made at once: by name", "['default']", "{'metadata':{'name':'b'}}", "['default']",
     "{'metadata':{'name':'a'}}", true},
    {"a tag that is another's revision", "['canary','prod']", "{'metadata':{'name':'b'}}",
     "['prod']", "{'metadata':{'name':'a'}}", true},
    {"an older one wants it now and we have it", "['prod']",
     "{'metadata':{'name':'b'},'status':{'revisions':['prod']}}", "['default','prod']",
     "{'metadata':{'name':'a'},'status':{'revisions':['default']}}", false},
    {"a younger one has it and we want it now", "['default','prod']", "{'metadata':{'name':'a'}}",
     "['prod']", "{'metadata':{'name':'b'},'status':{'revisions':['prod']}}", true},
    {"it gives it up", "['prod']", "{'metadata':{'name':'b'}}", "['default']",
     "{'metadata':{'name':'a'},'status':{'revisions':['default','prod']}}", false},
    {"a spec that is not valid gives nothing up", "['prod']", "{'metadata':{'name':'a'}}", NULL,
     "{'metadata':{'name':'b'},'status':{'revisions':['prod']}}", true},
};

static void a_revision_is_of_one_mesh(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct mesh ours = mesh_of("ours", "{}", rows[i].ours),
                    theirs = mesh_of("theirs", "{}", rows[i].theirs);
        auto_json json_t *our_config = unit_json(rows[i].our_config),
                         *their_config = unit_json(rows[i].their_config);
        struct neighbour item = {their_config, &theirs, rows[i].theirs != NULL};
        struct beside beside = {&item, 1};
        auto_err struct err err = ERR_INIT;
        bool clash;
        int rc = beside_check(&beside, NULL, &ours, our_config, &clash, &err);

        if (clash != rows[i].clash || (rc < 0) != clash)
            fail_msg("%s: %s", rows[i].what, err_message(&err));
        if (clash)
            assert_non_null(strstr(err_message(&err), "is that of mesh theirs"));
        mesh_gone(&ours);
        mesh_gone(&theirs);
    }
}

static const struct {
    const char *kind, *ours, *theirs; /* versions; NULL: not known yet */
    bool outruns;
} versions[] = {
    {"CustomResourceDefinition", "1.2.3", "1.10.0", true},
    {"CustomResourceDefinition", "1.10.0", "1.2.3", false},
    {"CustomResourceDefinition", "1.2.3", "1.2.3", false},
    {"CustomResourceDefinition", "1.2.3-rc.1", "1.2.3", true},
    {"CustomResourceDefinition", "1.2.3", NULL, false},
    {"CustomResourceDefinition", "1.2.3", "one", false},
    {"ClusterRole", "1.2.3", "1.10.0", false},
};

static void of_two_versions_the_newer_ones_crds_are_had(void **state)
{
    char key[] = "crd", digest[] = "1", other_key[] = "else";

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(versions); i++) {
        struct mesh ours = mesh_of("ours", "{'crd':'1'}", NULL),
                    theirs = mesh_of("theirs", "{'crd':'2'}", NULL);
        struct neighbour item = {NULL, &theirs, true};
        struct beside beside = {&item, 1};
        struct want want = {.key = key, .digest = digest, .kind = (char *)versions[i].kind},
                    other = {.key = other_key, .digest = digest, .kind = (char *)versions[i].kind};

        ours.version = (char *)versions[i].ours;
        theirs.record.version = (char *)versions[i].theirs;
        if (beside_outruns(&beside, &ours, &want) != versions[i].outruns)
            fail_msg("%s of %s beside %s", versions[i].kind, versions[i].ours, versions[i].theirs);
        assert_false(beside_outruns(&beside, &ours, &other));
        mesh_gone(&ours);
        mesh_gone(&theirs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_object_carries_the_label_of_whoever_wants_just_the_same),
        cmocka_unit_test(a_revision_is_of_one_mesh),
        cmocka_unit_test(of_two_versions_the_newer_ones_crds_are_had),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
