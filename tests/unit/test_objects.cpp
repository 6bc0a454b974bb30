/* SPDX-License-Identifier: MIT */
/* shim/objects.cpp against the loader's own answers. */
#include <dlfcn.h>
#include <pthread.h>

#include "catch.hpp"
#include "objects.h"

using namespace safecancel;

namespace {

const char *const row_names[] = {
#define SC_ROW(name, target) #name,
#define SC_ENTRY(name, target) #name,
#include "points.def"
};

/* The first definition of `name` in libc.so.6, as our look-up sees it. */
Symbol find_in_libc(const char *name)
{
    Symbol found = {};
    for_each_object([&](const Object &object) {
        if (object.is_libc())
            found = object.find(SymbolName(name));
        return object.is_libc();
    });
    return found;
}

} // namespace

TEST_CASE("gnu_hash_gives_the_values_of_the_specification")
{
    CHECK(gnu_hash("") == 5381);
    CHECK(gnu_hash("printf") == 0x156b2bb8);
    CHECK(gnu_hash("exit") == 0x7c967e3f);
}

TEST_CASE("every_row_is_found_in_libc_where_dlsym_finds_it")
{
    void *libc = dlopen("libc.so.6", RTLD_NOW);
    REQUIRE(libc != nullptr);
    int found = 0;
    for (const char *name : row_names) {
        INFO(name);
        const Symbol symbol = find_in_libc(name);
        CHECK(symbol.address == reinterpret_cast<uintptr_t>(dlsym(libc, name)));
        found += symbol.address != 0;
    }
    CHECK(found > 90);
}

TEST_CASE("a_hidden_version_is_passed_over")
{
    void *libc = dlopen("libc.so.6", RTLD_NOW);
    const Symbol symbol = find_in_libc("pthread_cond_wait");
    CHECK(symbol.address == reinterpret_cast<uintptr_t>(dlsym(libc, "pthread_cond_wait")));
    CHECK(symbol.address != reinterpret_cast<uintptr_t>(dlvsym(libc, "pthread_cond_wait", "GLIBC_2.2.5")));
}

TEST_CASE("a_name_nobody_defines_is_not_found")
{
    CHECK(find_in_libc("safecancel_no_such_function").address == 0);
}

TEST_CASE("imports_are_told_from_definitions")
{
    bool found = false;
    for_each_object([&](const Object &object) {
        if (!object.contains(reinterpret_cast<uintptr_t>(&find_in_libc)))
            return false;
        found = true;
        CHECK(object.imports("dlvsym"));
        CHECK_FALSE(object.imports("safecancel_no_such_function"));
        CHECK_FALSE(object.is_libc());
        return true;
    });
    CHECK(found);
    for_each_object([&](const Object &object) {
        if (object.is_libc())
            CHECK_FALSE(object.imports("read"));
        return false;
    });
}
