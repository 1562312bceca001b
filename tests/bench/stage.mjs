// The stage beside sigma.js and cytoscape.js, which draw the same picture: 10,000 Points, as many edges and 20,000 Waves
// in flight, of which all move. Peers know no Waves, so each is a node whose place is set anew in each frame.

import start, { Crowd } from "./stage/stage.js";

const FRAMES = 30;
// cytoscape takes seconds for each
const SLOW_FRAMES = 5;
const WAVES = 20_000;
// as in examples/stage.rs
const CHILDREN = [18, 23, 23];

// What callbacks of animation frames take is counted, whoever asked for them.
let spent = 0;
const nextFrame = window.requestAnimationFrame.bind(window);
const counted = (run) => {
  const begun = performance.now();
  const result = run();
  spent += performance.now() - begun;
  return result;
};
window.requestAnimationFrame = (call) => nextFrame((time) => counted(() => call(time)));
const frame = () => new Promise((done) => nextFrame(() => setTimeout(done)));

/** Waits until the graphics processor has drawn, so that its queue is not what is measured. */
const drain = () => {
  for (const canvas of document.querySelectorAll("canvas")) {
    const gl = canvas.getContext("webgl2");
    gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  }
};

async function measure(name, advance, frames, before) {
  for (let no = 0; no < before; no++) {
    advance();
    if (no % 10 === 0) {
      drain();
      await frame();
    }
  }
  const times = [];
  for (let no = 0; no < frames; no++) {
    spent = 0;
    counted(advance);
    // what it has put off comes in the next two
    await frame();
    await frame();
    drain();
    times.push(spent);
  }
  times.sort((a, b) => a - b);
  return { name, low: times[0], median: times[times.length >> 1], high: times.at(-1) };
}

/** The same tree, as places on a plane. */
function tree() {
  const points = [{ x: 0, y: 0, size: 5, parent: -1 }];
  let [from, to] = [0, 1];
  for (const [generation, children] of CHILDREN.entries()) {
    for (let parent = from; parent < to; parent++) {
      for (let child = 0; child < children; child++) {
        const angle = (child / children) * 2 * Math.PI;
        const far = [600, 90, 16][generation];
        const { x, y } = points[parent];
        points.push({ x: x + far * Math.cos(angle), y: y + far * Math.sin(angle), size: 3 - generation, parent });
      }
    }
    [from, to] = [to, points.length];
  }
  return points;
}

/** Waves between them: where each is in a frame. */
function waves(points) {
  const ends = Array.from({ length: WAVES }, (_, no) => [(no * 7919) % points.length, (no * 104729 + 1) % points.length, no % 125]);
  return (no, tick) => {
    const [from, to, begun] = ends[no];
    const part = ((tick + begun) % 125) / 125;
    const [a, b] = [points[from], points[to]];
    return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
  };
}

function sigma(points, wave, place) {
  const graph = new globalThis.graphology();
  points.forEach(({ x, y, size }, no) => graph.addNode(`p${no}`, { x, y, size, color: "#555" }));
  points.forEach(({ parent }, no) => parent >= 0 && graph.addEdge(`p${parent}`, `p${no}`, { size: 1, color: "#ccc" }));
  for (let no = 0; no < WAVES; no++) graph.addNode(`w${no}`, { ...wave(no, 0), size: 2, color: "#06c" });
  const Sigma = globalThis.Sigma.Sigma ?? globalThis.Sigma.default ?? globalThis.Sigma;
  const shown = new Sigma(graph, place);
  let tick = 0;
  const advance = () => {
    tick++;
    graph.updateEachNodeAttributes((name, node) => (name[0] === "w" ? Object.assign(node, wave(+name.slice(1), tick)) : node), { attributes: ["x", "y"] });
  };
  return { advance, end: () => shown.kill() };
}

function cytoscape(points, wave, place) {
  const elements = [];
  points.forEach(({ x, y }, no) => elements.push({ group: "nodes", data: { id: `p${no}` }, position: { x, y } }));
  points.forEach(({ parent }, no) => parent >= 0 && elements.push({ group: "edges", data: { id: `e${no}`, source: `p${parent}`, target: `p${no}` } }));
  for (let no = 0; no < WAVES; no++) elements.push({ group: "nodes", data: { id: `w${no}`, no }, classes: "wave", position: wave(no, 0) });
  const style = [
    { selector: "node", style: { width: 4, height: 4, "background-color": "#555" } },
    { selector: ".wave", style: { width: 3, height: 3, "background-color": "#06c" } },
    { selector: "edge", style: { width: 1, "line-color": "#ccc", "curve-style": "haystack" } },
  ];
  // as its guide to speed advises
  const fast = { textureOnViewport: true, hideEdgesOnViewport: true, pixelRatio: 1 };
  const shown = globalThis.cytoscape({ container: place, elements, style, layout: { name: "preset", fit: true }, ...fast });
  const flying = shown.nodes(".wave");
  let tick = 0;
  const advance = () => {
    tick++;
    shown.batch(() => flying.positions((node) => wave(node.data("no"), tick)));
  };
  return { advance, end: () => shown.destroy() };
}

const line = ({ name, low, median, high }, first) =>
  `| ${name} | ${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)}) | ${(median / first.median).toFixed(1)} |`;

globalThis.measurements = async () => {
  await start();
  const ours = document.querySelector("#ours");
  const crowd = new Crowd(...ours.querySelectorAll(":scope > *"));
  let drawn = 0;
  const figures = [await measure("Orrery's stage, as it is shipped", () => (drawn = crowd.frame()), FRAMES, 5)];
  const sizes = [crowd.points(), crowd.edges(), drawn];
  if (crowd.sample() > 1) throw new Error(`one Wave in ${crowd.sample()} was drawn`);
  ours.remove();
  const [points, place] = [tree(), document.querySelector("#peer")];
  const wave = waves(points);
  for (const [name, peer, frames] of [["sigma 4", sigma, FRAMES], ["cytoscape 3", cytoscape, SLOW_FRAMES]]) {
    const { advance, end } = peer(points, wave, place);
    figures.push(await measure(`${name}, each Wave a node that moves`, advance, frames, 3));
    end();
    place.replaceChildren();
  }
  return [
    "### In a browser: the stage, CPU of the page for a frame\n",
    `${sizes[0]} Points, ${sizes[1]} edges, ${sizes[2]} Waves and marks of Waves on the canvas of 1280 by 800; 320 Waves arrive or set out in each frame.\n`,
    "| | ms each frame, median (lowest to highest) | beside the first |",
    "|---|---:|---:|",
    ...figures.map((figure) => line(figure, figures[0])),
  ].join("\n");
};
