/* What a reconcile found and what the resource's conditions say of it. */
#include "operator/conditions.h"
#include "tests/unit/unit.h"

static const struct {
    const char *what, *before;
    struct findings findings;
    enum err_class class;
    const char *want; /* "Type=Status/Reason " of each in the order of the array */
    const char *words;
} rows[] = {
    {"all is well",
     "[]",
     {.complete = true},
     ERR_NONE,
     "Contended=False/NotContended Upgrading=False/NotUpgrading Reconciled=True/Applied Ready=True/Ready ",
     ""},
    {"something is not ready",
     "[]",
     {.waiting = "Deployment istiod: 0 of 1"},
     ERR_NONE,
     "Contended=False/NotContended Upgrading=False/NotUpgrading Reconciled=False/Progressing Ready=False/ComponentsNotReady ",
     "Deployment istiod: 0 of 1"},
    {"all is well, the addons too",
     "[{'type':'AddonsReady','status':'False','reason':'AddonsNotReady'}]",
     {.complete = true, .addons = true},
     ERR_NONE,
     "AddonsReady=True/AddonsReady Contended=False/NotContended Upgrading=False/NotUpgrading Reconciled=True/Applied "
     "Ready=True/Ready ",
     "every addon is ready"},
    {"an addon holds up nothing else",
     "[]",
     {.complete = true, .addons = true, .addon = "prometheus: the image a cannot be pulled"},
     ERR_NONE,
     "Contended=False/NotContended Upgrading=False/NotUpgrading AddonsReady=False/AddonsNotReady Reconciled=True/Applied "
     "Ready=True/Ready ",
     "prometheus: the image a"},
    {"an addon waits for the mesh, or is not looked at",
     "[]",
     {.waiting = "Deployment istiod: 0 of 1", .addons = true, .addon = "prometheus: comes later"},
     ERR_NONE,
     "Contended=False/NotContended Upgrading=False/NotUpgrading AddonsReady=False/MeshNotReady Reconciled=False/Progressing "
     "Ready=False/ComponentsNotReady ",
     "prometheus: comes later"},
    {"the addons have gone",
     "[{'type':'AddonsReady','status':'True','reason':'AddonsReady'}]",
     {.complete = true},
     ERR_NONE,
     "Contended=False/NotContended Upgrading=False/NotUpgrading Reconciled=True/Applied Ready=True/Ready ",
     ""},
    {"it does its work while it changes",
     "[]",
     {.looked = true, .waiting = "Deployment istiod: 1 of 2"},
     ERR_NONE,
     "Healthy=True/WorkloadsAvailable Contended=False/NotContended Upgrading=False/NotUpgrading "
     "Reconciled=False/Progressing Ready=False/ComponentsNotReady ",
     "every workload"},
    {"it does not, and is paused",
     "[]",
     {.looked = true, .away = "Deployment istiod: 0 of 1", .paused = true},
     ERR_NONE,
     "Healthy=False/WorkloadUnavailable Reconciled=Unknown/Paused ",
     "Deployment istiod: 0 of 1"},
    {"it does, with a spec that is refused",
     "[{'type':'Ready','status':'True','reason':'Ready'}]",
     {.looked = true},
     ERR_INVALID,
     "Ready=True/Ready Healthy=True/WorkloadsAvailable Reconciled=False/InvalidSpec ",
     "the fault"},
    {"something is fought over",
     "[]",
     {.complete = true, .contended = "Service a: spec.x, by b"},
     ERR_NONE,
     "Contended=True/RepairedTooOften Upgrading=False/NotUpgrading Reconciled=False/Contended Ready=True/Ready ",
     "Service a: spec.x, by b, changes again"},
    {"a spec that is refused, of a mesh that runs",
     "[{'type':'Ready','status':'True','reason':'Ready'}]",
     {0},
     ERR_INVALID,
     "Ready=True/Ready Reconciled=False/InvalidSpec ",
     "the fault"},
    {"a spec that is refused, of a new mesh",
     "[]",
     {0},
     ERR_INVALID,
     "Reconciled=False/InvalidSpec Ready=False/InvalidSpec ",
     "the fault"},
    {"another mesh has it",
     "[{'type':'Ready','status':'True','reason':'Ready'}]",
     {.clashes = true},
     ERR_INVALID,
     "Ready=True/Ready Reconciled=False/MeshClash ",
     "the fault"},
    {"somebody else installed it",
     "[]",
     {.foreign = true},
     ERR_INVALID,
     "Reconciled=False/AdoptionNeeded Ready=False/AdoptionNeeded ",
     "the fault"},
    {"an object that is refused",
     "[{'type':'Ready','status':'True','reason':'Ready'}]",
     {.applied = "3 of 7 objects"},
     ERR_INVALID,
     "Ready=Unknown/ApplyRefused Reconciled=False/ApplyRefused ",
     "3 of 7 objects: the fault"},
    {"no API server",
     "[{'type':'Ready','status':'True','reason':'Ready'}]",
     {.complete = true},
     ERR_TRANSIENT,
     "Ready=Unknown/ReconcileError Reconciled=False/ReconcileError ",
     "the fault"},
    {"another version",
     "[]",
     {.version = "2", .from = "1", .waiting = "w"},
     ERR_NONE,
     "Contended=False/NotContended Upgrading=True/VersionChanges Reconciled=False/Progressing "
     "Ready=False/ComponentsNotReady ",
     "from 1 to 2"},
    {"which takes a while",
     "[{'type':'Upgrading','status':'True','reason':'VersionChanges','message':'from 1 to 2'}]",
     {.version = "2", .waiting = "w"},
     ERR_NONE,
     "Upgrading=True/VersionChanges Contended=False/NotContended Reconciled=False/Progressing "
     "Ready=False/ComponentsNotReady ",
     "from 1 to 2"},
    {"and is there",
     "[{'type':'Upgrading','status':'True','reason':'VersionChanges','message':'from 1 to 2'}]",
     {.version = "2", .complete = true},
     ERR_NONE,
     "Upgrading=False/NotUpgrading Contended=False/NotContended Reconciled=True/Applied "
     "Ready=True/Ready ",
     "no other version"},
    {"paused",
     "[{'type':'Ready','status':'True','reason':'Ready'}]",
     {.paused = true},
     ERR_NONE,
     "Ready=True/Ready Reconciled=Unknown/Paused ",
     "nothing is applied"},
};

static void conditions_say_what_was_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        auto_json json_t *conditions = unit_json(rows[i].before);
        auto_buf struct buf got = BUF_INIT(LIMIT_MESSAGE), messages = BUF_INIT(LIMIT_MESSAGE);
        auto_err struct err fault = ERR_INIT;
        struct findings findings = rows[i].findings;
        size_t k;
        json_t *condition;

        if (rows[i].class != ERR_NONE)
            (void)err_set(&fault, rows[i].class, "the fault");
        findings.fault = &fault;
        findings.generation = 7;
        conditions_put(conditions, &findings, 1000);
        json_array_foreach (conditions, k, condition) {
            buf_addf(&got, "%s=%s/%s ", json_text_at(condition, "type"),
                     json_text_at(condition, "status"), json_text_at(condition, "reason"));
            buf_adds(&messages, json_text_at(condition, "message"));
        }
        if (strcmp(buf_text(&got), rows[i].want) != 0 ||
            !strstr(buf_text(&messages), rows[i].words))
            fail_msg("%s: %s%s", rows[i].what, buf_text(&got), buf_text(&messages));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(conditions_say_what_was_found)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
