// An orbit, or the rim of the instrument with its degrees. A row is (node or -1, both radii, style).
uniform vec4 ring_color[3];

out vec4 color;
out vec2 across;
out float turn;
out float radius;
flat out int style;

void main() {
  vec4 circle = texel(rows, row());
  vec2 corner = strip();
  style = int(circle.w + 0.5);
  float universal = step(1e-6, circle.y);
  float shown = mix(canvas.z, 1.0 - canvas.z, universal);
  shown *= shown;
  vec2 middle;
  if (circle.x < -0.5) {
    middle = mix(through(lens[0], vec2(0.0)), through(lens[1], vec2(0.0)), canvas.z);
  } else {
    Seen seen = see(circle.x);
    middle = seen.at;
    shown *= step(1e-6, mix(seen.sizes.y, seen.sizes.x, universal));
  }
  radius = mix(circle.z * lens[1].z, circle.y * lens[0].z, universal);
  if (shown < 0.004 || radius < 2.0) {
    gl_Position = vec4(2.0, 2.0, 0.0, 1.0);
    return;
  }
  float edge = (style == 1 ? 12.0 : 1.6) * corner.y;
  across = vec2(edge, 0.5);
  turn = corner.x;
  color = ring_color[style];
  color.a *= shown;
  vec2 out_of = vec2(cos(turn * TAU), sin(turn * TAU));
  gl_Position = on_canvas(middle + out_of * (radius + edge));
}
