// What vertex shaders share: rows, nodes, both lenses, and the curve of scene/src/segment.rs.
// Each row of a table is a strip of pieces, and each piece two triangles.
precision highp sampler2D;

uniform sampler2D nodes;   // two texels a node: (x, y, x, y) in both views, then both sizes
uniform sampler2D rows;    // what is drawn
uniform ivec2 strips;      // the first row, and the pieces of each strip
uniform vec4 lens[2];      // the middle of each view, and its pixels for each unit

const float LEAST_MARK = 2.4;
const int ROW = 768;       // texels in a row of a texture

vec4 texel(sampler2D table, int no) {
  return texelFetch(table, ivec2(no % ROW, no / ROW), 0);
}

int row() {
  return strips.x + gl_VertexID / (6 * strips.y);
}

// The part of the strip, from 0 to 1, and which edge, -1 or 1.
vec2 strip() {
  int piece = gl_VertexID / 6 % strips.y;
  int of = gl_VertexID % 6;
  int corner = of < 3 ? of : of - 2; // 0 1 2, 1 2 3
  return vec2(float(piece + corner / 2) / float(strips.y), float(corner % 2) * 2.0 - 1.0);
}

// A corner of the square that a strip of one piece is.
vec2 square() {
  vec2 at = strip();
  return vec2(at.x * 2.0 - 1.0, at.y);
}

struct Seen {
  vec2 at;       // pixels
  float size;    // radius in pixels
  vec2 sizes;    // radii in both views, nothing where it is not shown
};

vec2 through(vec4 lens, vec2 place) {
  return (place - lens.xy) * lens.z + canvas.xy * 0.5;
}

Seen see(float node) {
  int first = int(node + 0.5) * 2;
  vec4 places = texel(nodes, first);
  vec2 sizes = texel(nodes, first + 1).xy;
  vec2 radii = max(sizes * vec2(lens[0].z, lens[1].z), LEAST_MARK) * step(1e-6, sizes);
  Seen seen;
  seen.at = mix(through(lens[0], places.xy), through(lens[1], places.zw), canvas.z);
  seen.size = mix(radii.x, radii.y, canvas.z);
  seen.sizes = radii;
  return seen;
}

vec4 on_canvas(vec2 pixel) {
  return vec4(pixel.x / canvas.x * 2.0 - 1.0, 1.0 - pixel.y / canvas.y * 2.0, 0.0, 1.0);
}

vec2 curve(Seen a, Seen b, float bend, float part) {
  vec2 d = b.at - a.at;
  if (length(d) < 1e-3) {
    float radius = a.size * 1.8;
    return a.at + vec2(radius * sin(part * TAU), radius * cos(part * TAU) - radius);
  }
  float lift = 4.0 * bend * part * (1.0 - part);
  return a.at + d * part + vec2(d.y, -d.x) * lift;
}

// The unit vector along the curve.
vec2 heading(Seen a, Seen b, float bend, float part) {
  float e = 0.01;
  vec2 d = curve(a, b, bend, part + e) - curve(a, b, bend, part - e);
  float l = length(d);
  return l > 1e-5 ? d / l : vec2(1.0, 0.0);
}
