// The mark of a node.
layout(location = 0) in vec2 corner;
layout(location = 1) in vec4 mark;     // node, glyph, halo, 1 unless it stays in the background

uniform vec2 chosen;                   // the chosen node and the one under the pointer, or -1

out vec2 spot;                         // in radii of the mark
out float size;
out float shown;
flat out int glyph;
flat out int halo;
flat out float loud;
flat out float focus;                  // 1 chosen, 0.5 under the pointer

void main() {
  Seen seen = see(mark.x);
  vec2 there = step(1e-6, seen.sizes);
  shown = mix(there.x, there.y, canvas.z);
  size = seen.size;
  if (shown < 0.01 || size < 0.3) {
    gl_Position = vec4(2.0, 2.0, 0.0, 1.0);
    return;
  }
  glyph = int(mark.y + 0.5);
  halo = int(mark.z + 0.5);
  loud = mark.w;
  focus = mark.x == chosen.x ? 1.0 : (mark.x == chosen.y ? 0.5 : 0.0);
  // Room for rings around it only where there are some: what is plain and small covers few pixels.
  float half_side = size * 1.35 + (halo > 0 || focus > 0.0 ? 9.0 : 2.0);
  spot = corner * half_side / size;
  gl_Position = on_canvas(seen.at + corner * half_side);
}
