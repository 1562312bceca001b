// What all shaders share.
precision highp float;

uniform vec4 canvas;       // width, height, mix of the views, pixels of the device for each of ours

const float TAU = 6.28318530718;
const float SMALL = 4.2;   // the radius in pixels below which nobody sees what a mark shows
