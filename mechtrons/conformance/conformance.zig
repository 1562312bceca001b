//! The conversation of README.md in Zig.

const std = @import("std");

const cosmos = struct {
    extern "cosmos" fn field(id: i32, to: [*]u8, cap: usize) i32;
    extern "cosmos" fn property(name: [*]const u8, name_length: usize, to: [*]u8, cap: usize) i32;
    extern "cosmos" fn body_kind() i32;
    extern "cosmos" fn body(to: [*]u8, cap: usize) i32;
    extern "cosmos" fn reply(status: i32, kind: i32, bytes: [*]const u8, length: usize) void;
    extern "cosmos" fn ask(
        to: [*]const u8,
        to_length: usize,
        method: [*]const u8,
        method_length: usize,
        kind: i32,
        bytes: [*]const u8,
        length: usize,
    ) i32;
    extern "cosmos" fn answer_kind() i32;
    extern "cosmos" fn answer(to: [*]u8, cap: usize) i32;
    extern "cosmos" fn alarm(delay: i64, tag: [*]const u8, length: usize) i32;
    extern "cosmos" fn get(key: [*]const u8, key_length: usize, to: [*]u8, cap: usize) i32;
    extern "cosmos" fn put(key: [*]const u8, key_length: usize, bytes: [*]const u8, length: usize) i32;
    extern "cosmos" fn log(level: i32, text: [*]const u8, length: usize) void;
};

const Kind = struct {
    const text = 1;
    const int = 4;
    const err = 35;
};

/// For the longest body.
var room: [1 << 20]u8 = undefined;
var method_room: [1024]u8 = undefined;
var point_room: [1024]u8 = undefined;

export fn mechtron_v1() void {}

export fn mechtron_wave() void {
    const method = field(5, &method_room);
    const handlers = .{
        .{ "Ext<Echo>", echo },
        .{ "Ext<Count>", count },
        .{ "Ext<Ask>", forward },
        .{ "Ext<Property>", tell },
        .{ "Ext<Later>", later },
        .{ "Ext<Alarm>", ring },
        .{ "Ext<Fail>", fail },
    };
    inline for (handlers) |handler| {
        if (std.mem.eql(u8, method, handler[0])) return handler[1]();
    }
    nothingServes(method);
}

fn echo() void {
    reply(200, cosmos.body_kind(), body());
}

fn count() void {
    var digits: [10]u8 = undefined;
    var sum: u32 = 1;
    if (copied(&digits, cosmos.get("count", 5, &digits, digits.len))) |old| {
        sum += std.fmt.parseInt(u32, old, 10) catch 0;
    }
    const now = std.fmt.bufPrint(&digits, "{d}", .{sum}) catch unreachable;
    _ = cosmos.put("count", 5, now.ptr, now.len);
    reply(200, Kind.int, now);
}

fn forward() void {
    const whom = body();
    const point = field(7, &point_room);
    const status = cosmos.ask(whom.ptr, whom.len, "Ext<Echo>", 9, Kind.text, point.ptr, point.len);
    const kind = cosmos.answer_kind();
    const said = copied(&room, cosmos.answer(&room, room.len)) orelse "";
    // an Err, which stands in quotes and cannot be made by a guest, goes on as Text
    if (kind == Kind.err) {
        reply(status, Kind.text, said[1 .. said.len - 1]);
    } else {
        reply(status, kind, said);
    }
}

fn tell() void {
    const name = body();
    if (copied(&room, cosmos.property(name.ptr, name.len, &room, room.len))) |value| {
        reply(200, Kind.text, value);
    } else {
        reply(404, Kind.text, "no such property");
    }
}

fn later() void {
    const tag = body();
    _ = cosmos.alarm(1000, tag.ptr, tag.len);
}

fn ring() void {
    const tag = body();
    cosmos.log(2, tag.ptr, tag.len);
}

fn fail() void {
    @panic("I was asked to fail");
}

fn nothingServes(method: []const u8) void {
    const begin = "nothing serves ";
    @memcpy(room[0..begin.len], begin);
    const at = begin.len + method.len;
    @memcpy(room[begin.len..at], method);
    const path = field(6, room[at..]);
    reply(404, Kind.text, room[0 .. at + path.len]);
}

/// Lets a panic say why in the log, from where the host takes it into the trap's sentence.
pub const panic = std.debug.FullPanic(lastWords);

fn lastWords(message: []const u8, _: ?usize) noreturn {
    cosmos.log(4, message.ptr, message.len);
    @trap();
}

fn body() []const u8 {
    return copied(&room, cosmos.body(&room, room.len)) orelse "";
}

fn field(id: i32, to: []u8) []const u8 {
    return copied(to, cosmos.field(id, to.ptr, to.len)) orelse "";
}

fn reply(status: i32, kind: i32, bytes: []const u8) void {
    cosmos.reply(status, kind, bytes.ptr, bytes.len);
}

/// What was copied when the host returned that length: null for -1, and at most what there is room for.
fn copied(to: []const u8, length: i32) ?[]const u8 {
    const whole = std.math.cast(usize, length) orelse return null;
    return to[0..@min(whole, to.len)];
}
