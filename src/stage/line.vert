// A link between two nodes, as a ribbon along its curve. A row is (node, node, style, bend).
uniform vec4 line_color[10];            // by style, not yet multiplied by alpha
uniform float line_width[10];

out vec4 color;
out vec2 across;                       // pixels from the middle, half the width
out float along;                       // pixels from the start
out float part;                        // of the way
flat out int style;

void main() {
  vec4 link = texel(rows, row());
  vec2 corner = strip();
  Seen a = see(link.x);
  Seen b = see(link.y);
  style = int(link.z + 0.01);
  bool universal = style == 0 || style == 3 || style == 9;
  vec2 sizes = universal ? vec2(a.sizes.x, b.sizes.x) : vec2(a.sizes.y, b.sizes.y);
  float shown = universal ? 1.0 - canvas.z : canvas.z;
  shown *= shown;
  if (sizes.x <= 0.0 || sizes.y <= 0.0 || shown < 0.004) {
    gl_Position = vec4(2.0, 2.0, 0.0, 1.0);
    return;
  }
  vec2 at = curve(a, b, link.w, corner.x);
  vec2 way = heading(a, b, link.w, corner.x);
  float half_width = line_width[style] * 0.5;
  // A band is as wide as its level, which is the part after the point.
  if (style >= 8) half_width += 8.0 * fract(link.z + 0.01);
  float edge = (half_width + 1.0) * corner.y;
  across = vec2(edge, half_width);
  part = corner.x;
  along = corner.x * distance(a.at, b.at);
  color = line_color[style];
  color.a *= shown;
  gl_Position = on_canvas(at + vec2(-way.y, way.x) * edge);
}
