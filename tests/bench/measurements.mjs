// The measurements in a browser; run.mjs opens the page and prints what they give.

import { measure, table } from "./measuring.mjs";
import * as peers from "./peers.mjs";
import * as quick from "./release/bench.js";
import * as shipped from "./ship/bench.js";

const each = (count, per, contenders) =>
  contenders.map(([name, run, times = count]) => ({ name, run, each: times, per }));

const wasm = ({ Contender }, name) => {
  const contender = new Contender(name);
  return (n) => contender.run(n);
};

async function hops() {
  const figures = await measure(
    each(100_000, 2, [
      ["Orrery as it is shipped, without a trace", wasm(shipped, "hops")],
      ["Orrery as it is shipped, every layer traced", wasm(shipped, "traced hops")],
      ["Orrery compiled for speed, without a trace", wasm(quick, "hops")],
      ["a bare VecDeque of the same Waves in wasm, for speed", wasm(quick, "queue")],
      ["futures 0.3, channels between two tasks in wasm, for speed", wasm(quick, "channels")],
      ["a JS Map and a queue", peers.queue()],
      ["EventTarget", peers.eventTarget()],
      ["rxjs 7, two Subjects", peers.rxjs()],
      ["xstate 5, callback actors", peers.xstateCallbacks(), 20_000],
      ["xstate 5, state machines", peers.xstateMachines(), 5_000],
    ]),
  );
  const rate = (1e3 / figures[0].median).toFixed(1);
  return `${table("In a browser: a hop between two native Particles of one star", "hop", figures)}\n\nThat is ${rate} million hops a second.`;
}

async function mechtron() {
  const figures = await measure(
    each(10_000, 1, [
      ["Orrery as it is shipped: console to another star and back over four lanes, authorized", wasm(shipped, "pings")],
      ["Orrery compiled for speed, the same", wasm(quick, "pings")],
      ["the same guest behind the membrane alone, as it is shipped", wasm(shipped, "hosted echo")],
      ["the same guest called directly through wasmi in wasm, for speed", wasm(quick, "wasmi echo")],
      ["the same guest called directly by JavaScript, in the browser's own engine", peers.engineEcho(quick.module("echo")), 100_000],
    ]),
  );
  const rate = (1e6 / figures[0].median).toFixed(0);
  return `${table("In a browser: a Ping to a Mechtron and its Pong", "Ping", figures)}\n\nThat is ${rate} thousand Pings a second.`;
}

async function computing() {
  const figures = await measure(
    each(20, 1, [
      ["behind the membrane, as it is shipped", wasm(shipped, "hosted sieve")],
      ["through wasmi in wasm, which counts fuel, for speed", wasm(quick, "wasmi sieve")],
      ["in the browser's own engine", peers.engineSieve(quick.module("sieve")), 200],
    ]),
  );
  const ratio = (figures[0].median / figures[2].median).toFixed(0);
  return `${table("In a browser: a guest that only computes", "Wave", figures)}\n\nThe browser's own engine is ${ratio} times as quick as the interpreter in it.`;
}

globalThis.measurements = async () => {
  await Promise.all([shipped.default(), quick.default()]);
  const texts = [];
  for (const run of [hops, mechtron, computing]) texts.push(await run());
  return texts.join("\n\n");
};
