// What Orrery is measured beside that is JavaScript, each in its usual form. A run is a message and its answer, `n` times;
// a message has the fields that a Wave has, and the answer is an object of its own.

const { Subject } = globalThis.rxjs;
const { createActor, fromCallback, sendTo, setup } = globalThis.XState;

const HERE = "localhost:a";
const THERE = "localhost:b";

let id = 0;
const ask = () => ({ id: ++id, from: HERE, to: THERE, method: "Cmd<Bounce>", body: null });
const answer = (wave) => ({ id: ++id, of: wave.id, from: wave.to, to: wave.from, status: 200, body: null });

/** Runs `send` and holds that every message had its answer: `got` is told of each. */
const answered = (start) => {
  let answers = 0;
  const send = start((wave) => {
    if (wave.status === 200) answers++;
  });
  return (n) => {
    answers = 0;
    for (let no = 0; no < n; no++) send();
    if (answers !== n) throw new Error(`${n} messages had ${answers} answers`);
  };
};

/** The least that could do it: a queue, and a look at who is there. */
export const queue = () =>
  answered((got) => {
    const waves = [];
    const registry = new Map([
      [HERE, got],
      [THERE, (wave) => waves.push(answer(wave))],
    ]);
    return () => {
      waves.push(ask());
      for (let at = 0; at < waves.length; at++) registry.get(waves[at].to)(waves[at]);
      waves.length = 0;
    };
  });

export const eventTarget = () =>
  answered((got) => {
    const [here, there] = [new EventTarget(), new EventTarget()];
    const event = (wave) => new CustomEvent("wave", { detail: wave });
    there.addEventListener("wave", ({ detail }) => here.dispatchEvent(event(answer(detail))));
    here.addEventListener("wave", ({ detail }) => got(detail));
    return () => there.dispatchEvent(event(ask()));
  });

export const rxjs = () =>
  answered((got) => {
    const [here, there] = [new Subject(), new Subject()];
    there.subscribe((wave) => here.next(answer(wave)));
    here.subscribe(got);
    return () => there.next(ask());
  });

/** The lightest actors that it has. */
export const xstateCallbacks = () =>
  answered((got) => {
    const actor = (receiver) => createActor(fromCallback(({ receive }) => receive(receiver))).start();
    const here = actor(({ wave }) => got(wave));
    const there = actor(({ wave, by }) => by.send({ type: "wave", wave: answer(wave) }));
    return () => there.send({ type: "wave", wave: ask(), by: here });
  });

/** The actors that it is known for. */
export const xstateMachines = () =>
  answered((got) => {
    const machine = (actions) => createActor(setup({}).createMachine({ on: { wave: { actions } } })).start();
    const here = machine(({ event }) => got(event.wave));
    const there = machine(
      sendTo(
        ({ event }) => event.by,
        ({ event }) => ({ type: "wave", wave: answer(event.wave) }),
      ),
    );
    return () => there.send({ type: "wave", wave: ask(), by: here });
  });

const membrane = (bytes, imports) => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { cosmos: imports });
  return exports;
};

/** The echo in the browser's own engine, with two imports that do no more than they must. */
export const engineEcho = (bytes) => {
  let body;
  const [hi, reader] = [new TextEncoder().encode("hi"), new TextDecoder()];
  const guest = membrane(bytes, {
    body(at) {
      new Uint8Array(guest.memory.buffer).set(hi, at);
      return hi.length;
    },
    reply(status, form, at, length) {
      body = new Uint8Array(guest.memory.buffer).slice(at, at + length);
    },
  });
  return (n) => {
    for (let no = 0; no < n; no++) guest.mechtron_wave();
    if (reader.decode(body) !== "hi") throw new Error("the guest did not echo");
  };
};

/** A guest that only computes, in the browser's own engine. */
export const engineSieve = (bytes) => {
  let replies = 0;
  const guest = membrane(bytes, { reply: () => replies++ });
  return (n) => {
    replies = 0;
    for (let no = 0; no < n; no++) guest.mechtron_wave();
    if (replies !== n) throw new Error(`${n} calls had ${replies} replies`);
  };
};
