// The conversation of README.md in AssemblyScript.

// @ts-ignore: decorator
@external("cosmos", "field") declare function host_field(id: i32, to: usize, cap: i32): i32;
// @ts-ignore: decorator
@external("cosmos", "property") declare function host_property(name: usize, nameLength: i32, to: usize, cap: i32): i32;
// @ts-ignore: decorator
@external("cosmos", "body_kind") declare function host_body_kind(): i32;
// @ts-ignore: decorator
@external("cosmos", "body") declare function host_body(to: usize, cap: i32): i32;
// @ts-ignore: decorator
@external("cosmos", "reply") declare function host_reply(status: i32, kind: i32, bytes: usize, length: i32): void;
// @ts-ignore: decorator
@external("cosmos", "ask") declare function host_ask(to: usize, toLength: i32, method: usize, methodLength: i32, kind: i32, bytes: usize, length: i32): i32;
// @ts-ignore: decorator
@external("cosmos", "answer_kind") declare function host_answer_kind(): i32;
// @ts-ignore: decorator
@external("cosmos", "answer") declare function host_answer(to: usize, cap: i32): i32;
// @ts-ignore: decorator
@external("cosmos", "alarm") declare function host_alarm(delay: i64, tag: usize, length: i32): i32;
// @ts-ignore: decorator
@external("cosmos", "get") declare function host_get(key: usize, keyLength: i32, to: usize, cap: i32): i32;
// @ts-ignore: decorator
@external("cosmos", "put") declare function host_put(key: usize, keyLength: i32, bytes: usize, length: i32): i32;
// @ts-ignore: decorator
@external("cosmos", "log") declare function host_log(level: i32, text: usize, length: i32): void;

const TEXT = 1;
const INT = 4;
const ERR = 35;

// Room for the longest body, and for an answer, a field or a value of the state.
const ROOM = 1 << 20;
const room = memory.data(ROOM);

export function mechtron_v1(): void {}

export function mechtron_wave(): void {
  const method = field(5);
  if (method == "Ext<Echo>") reply(200, host_body_kind(), body());
  else if (method == "Ext<Count>") count();
  else if (method == "Ext<Ask>") forward();
  else if (method == "Ext<Property>") tell();
  else if (method == "Ext<Later>") later();
  else if (method == "Ext<Alarm>") ring();
  else if (method == "Ext<Fail>") throw new Error("I was asked to fail");
  else reply(404, TEXT, bytes("nothing serves " + method + field(6)));
}

function count(): void {
  const key = bytes("count");
  const old = copied(host_get(at(key), key.byteLength, room, ROOM));
  const now = bytes((old == null ? 1 : I32.parseInt(text(old)) + 1).toString());
  host_put(at(key), key.byteLength, at(now), now.byteLength);
  reply(200, INT, now);
}

function forward(): void {
  const whom = body();
  const method = bytes("Ext<Echo>");
  const point = bytes(field(7));
  const status = host_ask(
    at(whom), whom.byteLength, at(method), method.byteLength, TEXT, at(point), point.byteLength
  );
  const kind = host_answer_kind();
  const said = some(copied(host_answer(room, ROOM)));
  // an Err, which stands in quotes and cannot be made by a guest, goes on as Text
  if (kind == ERR) reply(status, TEXT, said.slice(1, -1));
  else reply(status, kind, said);
}

function tell(): void {
  const name = body();
  const value = copied(host_property(at(name), name.byteLength, room, ROOM));
  if (value == null) reply(404, TEXT, bytes("no such property"));
  else reply(200, TEXT, value);
}

function later(): void {
  const tag = body();
  host_alarm(1000, at(tag), tag.byteLength);
}

function ring(): void {
  const tag = body();
  host_log(2, at(tag), tag.byteLength);
}

function body(): ArrayBuffer {
  return some(copied(host_body(room, ROOM)));
}

function field(id: i32): string {
  return text(some(copied(host_field(id, room, ROOM))));
}

function reply(status: i32, kind: i32, content: ArrayBuffer): void {
  host_reply(status, kind, at(content), content.byteLength);
}

// What the host has copied to the room when it returned that length: null for -1.
function copied(length: i32): ArrayBuffer | null {
  if (length < 0) return null;
  const content = new ArrayBuffer(min(length, ROOM));
  memory.copy(at(content), room, content.byteLength);
  return content;
}

function some(content: ArrayBuffer | null): ArrayBuffer {
  return content == null ? new ArrayBuffer(0) : content;
}

function text(content: ArrayBuffer): string {
  return String.UTF8.decode(content);
}

function bytes(text: string): ArrayBuffer {
  return String.UTF8.encode(text);
}

function at(content: ArrayBuffer): usize {
  return changetype<usize>(content);
}
