// The conversation of README.md in C, with no library at all.

#include <stddef.h>
#include <stdint.h>

#define IMPORT(name) __attribute__((import_module("cosmos"), import_name(#name)))
#define EXPORT(name) __attribute__((export_name(#name)))

IMPORT(field) int32_t field(int32_t id, char *to, size_t cap);
IMPORT(property) int32_t property(const char *name, size_t name_length, char *to, size_t cap);
IMPORT(body_kind) int32_t body_kind(void);
IMPORT(body) int32_t body(char *to, size_t cap);
IMPORT(reply) void reply(int32_t status, int32_t kind, const char *bytes, size_t length);
IMPORT(ask)
int32_t ask(const char *to, size_t to_length, const char *method, size_t method_length,
            int32_t kind, const char *bytes, size_t length);
IMPORT(answer_kind) int32_t answer_kind(void);
IMPORT(answer) int32_t answer(char *to, size_t cap);
IMPORT(alarm) int32_t alarm(int64_t delay, const char *tag, size_t length);
IMPORT(get) int32_t get(const char *key, size_t key_length, char *to, size_t cap);
IMPORT(put) int32_t put(const char *key, size_t key_length, const char *bytes, size_t length);
IMPORT(log) void tell_log(int32_t level, const char *text, size_t length);

enum { TEXT = 1, INT = 4, ERR = 35 };

// A text, or the content of a body.
struct text {
    const char *at;
    size_t length;
};

#define TEXT_OF(literal) ((struct text){literal, sizeof literal - 1})

static char room[1 << 20]; // for the longest body
static char method_room[1024];
static char point_room[1024];

// What was copied to `at` when the host returned `length`: nothing for -1, and at most the cap.
static struct text copied(const char *at, int32_t length, size_t cap) {
    size_t whole = length < 0 ? 0 : (size_t)length;
    return (struct text){at, whole < cap ? whole : cap};
}

static struct text read_body(void) {
    return copied(room, body(room, sizeof room), sizeof room);
}

static int same(struct text a, struct text b) {
    if (a.length != b.length) return 0;
    for (size_t i = 0; i < a.length; i++)
        if (a.at[i] != b.at[i]) return 0;
    return 1;
}

static void answer_with(int32_t status, int32_t kind, struct text text) {
    reply(status, kind, text.at, text.length);
}

static void count(void) {
    char digits[10];
    struct text old = copied(digits, get("count", 5, digits, sizeof digits), sizeof digits);
    uint32_t count = 0;
    for (size_t i = 0; i < old.length; i++) count = count * 10 + (uint32_t)(old.at[i] - '0');
    count++;
    char *at = digits + sizeof digits;
    do *--at = (char)('0' + count % 10);
    while (count /= 10);
    struct text now = {at, (size_t)(digits + sizeof digits - at)};
    put("count", 5, now.at, now.length);
    answer_with(200, INT, now);
}

static void forward(void) {
    struct text whom = read_body();
    struct text point = copied(point_room, field(7, point_room, sizeof point_room), sizeof point_room);
    int32_t status = ask(whom.at, whom.length, "Ext<Echo>", 9, TEXT, point.at, point.length);
    int32_t kind = answer_kind();
    struct text said = copied(room, answer(room, sizeof room), sizeof room);
    // an Err, which stands in quotes and cannot be made by a guest, goes on as Text
    if (kind == ERR) answer_with(status, TEXT, (struct text){said.at + 1, said.length - 2});
    else answer_with(status, kind, said);
}

static void tell(void) {
    struct text name = read_body();
    int32_t length = property(name.at, name.length, room, sizeof room);
    if (length < 0) answer_with(404, TEXT, TEXT_OF("no such property"));
    else answer_with(200, TEXT, copied(room, length, sizeof room));
}

static void nothing_serves(struct text method) {
    struct text begin = TEXT_OF("nothing serves ");
    char *end = room;
    for (size_t i = 0; i < begin.length; i++) *end++ = begin.at[i];
    for (size_t i = 0; i < method.length; i++) *end++ = method.at[i];
    size_t left = sizeof room - (size_t)(end - room);
    end += copied(end, field(6, end, left), left).length;
    answer_with(404, TEXT, (struct text){room, (size_t)(end - room)});
}

EXPORT(mechtron_v1) void mechtron_v1(void) {}

EXPORT(mechtron_wave) void mechtron_wave(void) {
    struct text method =
        copied(method_room, field(5, method_room, sizeof method_room), sizeof method_room);
    if (same(method, TEXT_OF("Ext<Echo>"))) {
        answer_with(200, body_kind(), read_body());
    } else if (same(method, TEXT_OF("Ext<Count>"))) {
        count();
    } else if (same(method, TEXT_OF("Ext<Ask>"))) {
        forward();
    } else if (same(method, TEXT_OF("Ext<Property>"))) {
        tell();
    } else if (same(method, TEXT_OF("Ext<Later>"))) {
        struct text tag = read_body();
        alarm(1000, tag.at, tag.length);
    } else if (same(method, TEXT_OF("Ext<Alarm>"))) {
        struct text tag = read_body();
        tell_log(2, tag.at, tag.length);
    } else if (same(method, TEXT_OF("Ext<Fail>"))) {
        struct text why = TEXT_OF("I was asked to fail");
        tell_log(4, why.at, why.length);
        __builtin_trap();
    } else {
        nothing_serves(method);
    }
}
