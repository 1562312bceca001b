// The glowing way that a Wave has just come. Where it begins and ends follows from the time alone.
layout(location = 0) in vec2 strip;    // part of the trail, and which edge
layout(location = 1) in vec4 times;    // node, node, start, duration
layout(location = 2) in vec4 parts;    // part, goal, hold, bend
layout(location = 3) in vec2 look;     // code, Wave

uniform vec4 clock;                    // now, linger, alpha of this view, 0 Universal 1 Hyperversal
uniform vec4 wave_color[4];            // Ping, Pong, Signal, refused
uniform float chosen_wave;

out vec4 color;
out vec2 across;

float progress(float at) {
  float done = clamp((at - times.z) / max(times.w, 1e-9), 0.0, 1.0);
  return mix(parts.x, parts.y, done);
}

void main() {
  int code = int(look.x + 0.5);
  float head = progress(clock.x);
  float tail = progress(clock.x - clock.y);
  gl_Position = vec4(2.0, 2.0, 0.0, 1.0);
  // Most of a busy row is over: no place is looked up for it.
  if ((code & 24) != 0 || clock.x < times.z || abs(head - tail) < 1e-5) return;
  Seen a = see(times.x);
  Seen b = see(times.y);
  vec2 sizes = clock.w < 0.5 ? vec2(a.sizes.x, b.sizes.x) : vec2(a.sizes.y, b.sizes.y);
  if (sizes.x <= 0.0 || sizes.y <= 0.0) return;
  float part = mix(tail, head, strip.x);
  vec2 at = curve(a, b, parts.w, part);
  vec2 way = heading(a, b, parts.w, part);
  // How long ago the head was here: so pieces of one way glow as one.
  float passed = times.z + times.w * (part - parts.x) / (parts.y - parts.x);
  float glow = clamp(1.0 - (clock.x - passed) / max(clock.y, 1e-9), 0.0, 1.0);
  float chosen = look.y == chosen_wave ? 1.0 : 0.0;
  float half_width = mix(0.45, 1.2, glow) + chosen;
  float edge = (half_width + 1.0) * strip.y;
  across = vec2(edge, half_width);
  color = wave_color[(code & 4) != 0 ? 3 : code & 3];
  color.a *= clock.z * 0.75 * glow * glow;
  gl_Position = on_canvas(at + vec2(-way.y, way.x) * edge);
}
