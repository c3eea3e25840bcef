# Malha: `make help` lists what there is to do. Everything built goes to build/.
MAKEFLAGS += --no-builtin-rules
ifeq ($(filter -j%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc)
endif
.SUFFIXES:

CC ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
BUILD := build
PACKAGES := libcurl openssl yaml-0.1 jansson libmicrohttpd gnutls libpcre2-8
WARN := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings \
        -Wvla -Wformat=2
CFLAGS ?= -O2 -g
# Asked when something is first built, not when this file is read: on a new machine `make deps` comes before.
once = $(eval $(1) := $(2))$($(1))
PACKAGE_CFLAGS = $(call once,PACKAGE_CFLAGS,$(shell pkg-config --cflags $(PACKAGES)))
PACKAGE_LIBS = $(call once,PACKAGE_LIBS,$(shell pkg-config --libs $(PACKAGES)))
CPPFLAGS_ALL = -D_GNU_SOURCE -I. -Ilib $(PACKAGE_CFLAGS) $(CPPFLAGS)
CFLAGS_ALL = -std=gnu17 $(WARN) -fstack-protector-strong -fno-strict-aliasing $(CFLAGS)
# Linked into the programs where there is an archive: of libarchive only tar and gzip are needed, whole it brings libxml2
# and ICU, 10 ms of every start.
static = $(if $(findstring /,$(shell $(CC) -print-file-name=lib$(1).a)),-l:lib$(1).a $(2),-l$(1))
STATIC = $(call once,STATIC,$(call static,archive,-lz) $(call static,utf8proc))
LIBS = -Wl,--as-needed $(PACKAGE_LIBS) $(STATIC) -lcrypt -lm -lpthread

LIB_SRC := $(wildcard lib/*/*.c)
CLI_SRC := $(wildcard cli/*.c)
OPERATOR_SRC := $(wildcard operator/*.c)
WEBHOOK_SRC := $(wildcard webhook/*.c)
UNIT_SRC := $(wildcard tests/unit/*/test_*.c)
PROGRAMS := malha $(if $(OPERATOR_SRC),malha-operator) $(if $(WEBHOOK_SRC),malha-webhook)

.PHONY: all help deps tools charts check unit test soak lint fmt up down image bench fuzz coverage clean

all: $(PROGRAMS:%=$(BUILD)/bin/%) ## build the programs into build/bin

help: ## this text
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

deps: ## install the Debian packages that building and testing need (as root)
	@hack/deps

tools: ## build the pinned third-party programs that tests run against, once
	@hack/tools/build

charts: $(BUILD)/charts/.done ## write Istio's charts and profiles to build/charts

$(BUILD)/charts/.done: hack/tools/istio/go.mod hack/tools/istio/bundle/main.go
	@hack/tools/build istio
	@rm -rf $(BUILD)/charts && mkdir -p $(BUILD)/charts
	@$(BUILD)/tools/istio-bundle $(BUILD)/charts && touch $@

# ---- objects: the ordinary build, and one with sanitizers for tests ----

SAN := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -O1 -g

define objects
$(BUILD)/$(1)/%.o: %.c Makefile
	@mkdir -p $$(@D)
	@echo "  CC  $(1) $$<"
	@$$(CC) $$(CPPFLAGS_ALL) $$(CFLAGS_ALL) $(2) -MMD -MP -c $$< -o $$@
endef
$(eval $(call objects,obj,))
$(eval $(call objects,san,$(SAN)))
$(eval $(call objects,cov,--coverage -O0))

$(BUILD)/libmalha.a: $(LIB_SRC:%.c=$(BUILD)/obj/%.o)
	@rm -f $@ && ar rcs $@ $^
$(BUILD)/libmalha-san.a: $(LIB_SRC:%.c=$(BUILD)/san/%.o)
	@rm -f $@ && ar rcs $@ $^

# With clang's fuzzer.
FUZZ := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -O1 -g
$(BUILD)/fuzzobj/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  CC  fuzz $<"
	@clang $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(FUZZ) -MMD -MP -c $< -o $@

define program
$(BUILD)/bin/$(1): $(2:%.c=$(BUILD)/obj/%.o) $(BUILD)/libmalha.a
	@mkdir -p $$(@D)
	@echo "  LD  $(1)"
	@$$(CC) $$(CFLAGS_ALL) $$^ $$(LIBS) -o $$@
$(BUILD)/bin-san/$(1): $(2:%.c=$(BUILD)/san/%.o) $(BUILD)/libmalha-san.a
	@mkdir -p $$(@D)
	@echo "  LD  $(1) (sanitizers)"
	@$$(CC) $$(CFLAGS_ALL) $(SAN) $$^ $$(LIBS) -o $$@
endef
$(eval $(call program,malha,$(CLI_SRC)))
$(eval $(call program,malha-operator,$(OPERATOR_SRC)))
$(eval $(call program,malha-webhook,$(WEBHOOK_SRC)))

$(BUILD)/bin/sample: hack/sample/sample.c Makefile
	@mkdir -p $(@D)
	@echo "  LD  sample"
	@$(CC) -D_GNU_SOURCE -std=gnu17 -Wall -Wextra -Werror -O2 $< $(shell pkg-config --cflags --libs libcurl jansson libmicrohttpd) -o $@

image: all charts $(BUILD)/bin/sample ## build the images of Malha and of the sample service
	@hack/image malha sample

up: ## the main job: a local node with a mesh and a sample running on it
	@hack/up

down: ## remove what `make up` made
	@hack/down

# ---- tests ----

# The stages of the programs, without their main(), are tested as well.
STAGE_SRC := $(filter-out %/main.c,$(OPERATOR_SRC) $(WEBHOOK_SRC))
$(BUILD)/libstages-san.a: $(STAGE_SRC:%.c=$(BUILD)/san/%.o)
	@rm -f $@ && ar rcs $@ $^

# What the integration tests drive lib/kube with.
$(BUILD)/bin-san/kube-driver: $(BUILD)/san/tests/integration/driver.o $(BUILD)/libmalha-san.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS_ALL) $(SAN) $^ $(LIBS) -o $@

# The same requests that hack/tools/helm/oracle answers in Go.
$(BUILD)/bin-san/oracle-driver: $(BUILD)/san/tests/oracle/driver.o $(BUILD)/libmalha-san.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS_ALL) $(SAN) $^ $(LIBS) -o $@

UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/unit/%)
$(UNIT_BIN): $(BUILD)/unit/%: $(BUILD)/san/tests/unit/%.o $(BUILD)/libstages-san.a $(BUILD)/libmalha-san.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS_ALL) $(SAN) $^ $(LIBS) -lcmocka -o $@

$(BUILD)/libfuzz.a: $(LIB_SRC:%.c=$(BUILD)/fuzzobj/%.o) $(STAGE_SRC:%.c=$(BUILD)/fuzzobj/%.o) $(BUILD)/fuzzobj/tests/fuzz/tree.o
	@rm -f $@ && ar rcs $@ $^

FUZZ_BIN := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
$(FUZZ_BIN): $(BUILD)/fuzz/%: $(BUILD)/fuzzobj/tests/fuzz/%.o $(BUILD)/libfuzz.a
	@mkdir -p $(@D)
	@clang -fsanitize=fuzzer,address,undefined $^ $(LIBS) -o $@

SECONDS ?= 3600
fuzz: $(FUZZ_BIN) all charts ## fuzz each parser for an hour, or TARGET=template|yaml|archive|index|admit|spec for SECONDS=n
	@$(BUILD)/venv/bin/python hack/fuzz --seconds $(SECONDS) $(TARGET)

COVERED_BIN := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/covunit/%)
$(COVERED_BIN): $(BUILD)/covunit/%: $(BUILD)/cov/tests/unit/%.o $(LIB_SRC:%.c=$(BUILD)/cov/%.o) $(STAGE_SRC:%.c=$(BUILD)/cov/%.o)
	@mkdir -p $(@D)
	@$(CC) --coverage $^ $(LIBS) -lcmocka -o $@

$(BUILD)/covbin/malha: $(CLI_SRC:%.c=$(BUILD)/cov/%.o) $(LIB_SRC:%.c=$(BUILD)/cov/%.o)
	@mkdir -p $(@D)
	@$(CC) --coverage $^ $(LIBS) -o $@

coverage: $(COVERED_BIN) $(BUILD)/covbin/malha ## lines that the unit tests run, by folder
	@hack/coverage

check: $(UNIT_BIN) $(PROGRAMS:%=$(BUILD)/bin-san/%) ## the quick inner loop: unit, vector and golden tests with ASan and UBSan
	@hack/run-unit $(UNIT_BIN)

test: ## everything: lint, check, the real node, the real API server, the same as helm and Go, fuzzing
	@hack/deps
	@hack/tools/build
	@$(MAKE) --no-print-directory tested
	@hack/test

soak: ## by hand, a day: every fault, step and seed of which `make test` takes a sample, then `make fuzz`
	@hack/deps
	@hack/tools/build
	@$(MAKE) --no-print-directory tested
	@MALHA_SUITE_SECONDS=86400 MALHA_FAULTS=all MALHA_BED_EVERY=1 MALHA_PODS=20000 MALHA_RENEWALS=100 hack/test integration bed e2e
	@$(MAKE) --no-print-directory fuzz

.PHONY: tested
tested: all charts $(BUILD)/bin/sample $(BUILD)/bin-san/kube-driver $(BUILD)/bin-san/oracle-driver $(FUZZ_BIN)

bench: all charts ## measure ours beside the peer in one run; writes build/bench.json
	@hack/tools/build helm etcd kubernetes istio
	@$(BUILD)/venv/bin/python hack/bench

lint: ## gcc, clang and clang-tidy without a warning, layers, format
	@hack/lint

fmt: ## format the C sources
	@git ls-files '*.c' '*.h' | xargs clang-format -i

clean: ## remove what was built here (the cache of third-party programs stays)
	@rm -rf $(BUILD)

-include $(shell find $(BUILD)/obj $(BUILD)/san $(BUILD)/fuzzobj $(BUILD)/cov -name '*.d' 2>/dev/null)

.PHONY: print-flags
print-flags: # for hack/lint
	@echo $(CPPFLAGS_ALL) -std=gnu17
