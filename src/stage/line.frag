in vec4 color;
in vec2 across;
in float along;
flat in int style;
out vec4 pixel;

void main() {
  float soft = 0.5 / canvas.w + 0.25;
  float alpha = 1.0 - smoothstep(across.y - soft, across.y + soft, abs(across.x));
  if (style == 2) {
    // A slow lane is dashed.
    float dash = abs(fract(along / 9.0) - 0.5) * 9.0;
    alpha *= 1.0 - smoothstep(2.4, 3.2, dash);
  }
  float a = color.a * alpha;
  pixel = vec4(color.rgb * a, a);
}
