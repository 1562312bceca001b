in vec4 color;
in vec2 across;
in float along;
in float part;
flat in int style;
out vec4 pixel;

void main() {
  float soft = 0.5 / canvas.w + 0.25;
  float alpha = 1.0 - smoothstep(across.y - soft, across.y + soft, abs(across.x));
  // A band fades to its edges, so that what lies upon it is clear.
  if (style >= 8) alpha *= 1.0 - abs(across.x) / (across.y + 1.0);
  if (style == 2) {
    // A slow lane is dashed.
    float dash = abs(fract(along / 9.0) - 0.5) * 9.0;
    alpha *= 1.0 - smoothstep(2.4, 3.2, dash);
  }
  if (style == 6) {
    // A lane that is cut has a gap in its middle.
    alpha *= smoothstep(0.12, 0.15, abs(part - 0.5));
  }
  if (style == 7) {
    // A lane that harms what it carries is dotted.
    float speck = abs(fract(along / 5.0) - 0.5) * 5.0;
    alpha *= 1.0 - smoothstep(1.0, 1.6, speck);
  }
  float a = color.a * alpha;
  pixel = vec4(color.rgb * a, a);
}
