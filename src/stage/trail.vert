// The glowing way that a Wave has just come. Where it begins and ends follows from the time alone.
// A row is (node, node, start, duration), (part, goal, hold, bend), (code, Wave).
uniform vec4 clock;                    // now, linger, alpha of this view, 0 Universal 1 Hyperversal
uniform vec4 wave_color[4];            // Ping, Pong, Signal, refused
uniform float chosen_wave;

out vec4 color;
out vec2 across;

float progress(vec4 times, vec4 parts, float at) {
  float done = clamp((at - times.z) / max(times.w, 1e-9), 0.0, 1.0);
  return mix(parts.x, parts.y, done);
}

void main() {
  int first = row() * 3;
  vec4 times = texel(rows, first);
  vec4 parts = texel(rows, first + 1);
  vec2 look = texel(rows, first + 2).xy;
  int code = int(look.x + 0.5);
  float head = progress(times, parts, clock.x);
  float tail = progress(times, parts, clock.x - clock.y);
  gl_Position = vec4(2.0, 2.0, 0.0, 1.0);
  // Most of a busy row is over: no place is looked up for it.
  if ((code & 24) != 0 || clock.x < times.z || abs(head - tail) < 1e-5) return;
  Seen a = see(times.x);
  Seen b = see(times.y);
  vec2 sizes = clock.w < 0.5 ? vec2(a.sizes.x, b.sizes.x) : vec2(a.sizes.y, b.sizes.y);
  if (sizes.x <= 0.0 || sizes.y <= 0.0) return;
  vec2 corner = strip();
  float part = mix(tail, head, corner.x);
  vec2 at = curve(a, b, parts.w, part);
  vec2 way = heading(a, b, parts.w, part);
  // How long ago the head was here: so pieces of one way glow as one.
  float passed = times.z + times.w * (part - parts.x) / (parts.y - parts.x);
  float glow = clamp(1.0 - (clock.x - passed) / max(clock.y, 1e-9), 0.0, 1.0);
  float chosen = look.y == chosen_wave ? 1.0 : 0.0;
  float half_width = mix(0.45, 1.2, glow) + chosen;
  float edge = (half_width + 1.0) * corner.y;
  across = vec2(edge, half_width);
  color = wave_color[(code & 4) != 0 ? 3 : code & 3];
  color.a *= clock.z * 0.75 * glow * glow;
  gl_Position = on_canvas(at + vec2(-way.y, way.x) * edge);
}
