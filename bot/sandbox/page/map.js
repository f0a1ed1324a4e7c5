/**
 * A small invented map around a point: the same point always gives the same streets. No tile server is asked.
 */
import { h, s } from "./dom.js";

const WIDTH = 280;
const HEIGHT = 150;

/** @param {number} seed @returns {() => number} numbers in [0, 1) */
function numbers(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** @param {() => number} next @param {string} className @param {number} slope */
function road(next, className, slope) {
  const y = 15 + next() * (HEIGHT - 30);
  const bend = (next() - 0.5) * 50;
  return s("path", { class: className, d: `M-10 ${y} Q${WIDTH / 2} ${y + bend} ${WIDTH + 10} ${y + slope}` });
}

/** @param {() => number} next @param {string} className */
function street(next, className) {
  const x = 20 + next() * (WIDTH - 40);
  return s("path", { class: className, d: `M${x} -10 Q${x + (next() - 0.5) * 60} ${HEIGHT / 2} ${x + (next() - 0.5) * 90} ${HEIGHT + 10}` });
}

/**
 * @param {number} latitude degrees north
 * @param {number} longitude degrees east
 * @returns {HTMLElement}
 */
export function mapTile(latitude, longitude) {
  const next = numbers(Math.round(latitude * 2000) * 73856093 + Math.round(longitude * 2000) * 19349663);
  const parts = [s("rect", { width: WIDTH, height: HEIGHT, class: "land" })];
  for (let i = 0; i < 4; i += 1)
    parts.push(s("ellipse", { class: "green", cx: next() * WIDTH, cy: next() * HEIGHT, rx: 22 + next() * 34, ry: 14 + next() * 22 }));
  if (next() > 0.35) parts.push(road(next, "water", (next() - 0.5) * 80));
  for (let i = 0; i < 26; i += 1)
    parts.push(s("rect", { class: "house", x: next() * WIDTH, y: next() * HEIGHT, width: 7 + next() * 9, height: 6 + next() * 7, rx: 1.5 }));
  for (let i = 0; i < 3; i += 1) parts.push(road(next, "lane", (next() - 0.5) * 60), street(next, "lane"));
  parts.push(road(next, "way", (next() - 0.5) * 40), street(next, "way"));
  parts.push(
    s("ellipse", { class: "pin-shadow", cx: WIDTH / 2, cy: HEIGHT / 2 + 1, rx: 7, ry: 2.6 }),
    s("path", { class: "pin", d: `M${WIDTH / 2} ${HEIGHT / 2}c-9-13-12-17-12-23a12 12 0 0 1 24 0c0 6-3 10-12 23z` }),
    s("circle", { class: "pin-eye", cx: WIDTH / 2, cy: HEIGHT / 2 - 23, r: 4.5 }),
  );
  const label = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  return h("figure", { className: "map" },
    s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label, preserveAspectRatio: "xMidYMid slice" }, ...parts),
    h("figcaption", {}, label));
}
