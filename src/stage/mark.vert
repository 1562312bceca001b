// The mark of a node. Two programs draw them: one those that are small and have nothing around them, which most marks of a
// large cosmos are, one all others. A row is (node, glyph, halo, 1 unless it stays in the background).
uniform vec2 chosen;                   // the chosen node and the one under the pointer, or -1
uniform float specks;                  // whether it is the small ones that are drawn

out vec2 spot;                         // in radii of the mark
out float size;
out float shown;
flat out int glyph;
flat out int halo;
flat out float loud;
flat out float focus;                  // 1 chosen, 0.5 under the pointer

void main() {
  vec4 mark = texel(rows, row());
  Seen seen = see(mark.x);
  vec2 there = step(1e-6, seen.sizes);
  shown = mix(there.x, there.y, canvas.z);
  size = seen.size;
  glyph = int(mark.y + 0.5);
  halo = int(mark.z + 0.5);
  loud = mark.w;
  focus = mark.x == chosen.x ? 1.0 : (mark.x == chosen.y ? 0.5 : 0.0);
  // Stars, whose glyphs are the last, keep their shapes.
  bool speck = size < SMALL && glyph < 16 && halo == 0 && focus == 0.0;
  if (shown < 0.01 || size < 0.3 || speck != (specks > 0.5)) {
    gl_Position = vec4(2.0, 2.0, 0.0, 1.0);
    return;
  }
  // Room for rings around it only where there are some: what is plain covers few pixels.
  float half_side = speck ? size + 1.0 : size * 1.35 + (halo > 0 || focus > 0.0 ? 9.0 : 2.0);
  vec2 corner = square() * half_side;
  spot = corner / size;
  gl_Position = on_canvas(seen.at + corner);
}
