in vec4 color;
in vec2 across;
out vec4 pixel;

void main() {
  float soft = 0.5 / canvas.w + 0.25;
  float a = color.a * (1.0 - smoothstep(across.y - soft, across.y + soft, abs(across.x)));
  pixel = vec4(color.rgb * a, a);
}
