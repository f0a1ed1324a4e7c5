/**
 * Things to send without having any at hand: drawn pictures, a recorded tune, a small document.
 *
 * @typedef {(c: CanvasRenderingContext2D) => void} Draw
 */
import { t } from "./i18n.js";

const WIDTH = 960;
const HEIGHT = 720;

/** @param {CanvasRenderingContext2D} c @param {string} colour @param {number[]} box x, y, width, height */
function fill(c, colour, [x, y, width, height]) {
  c.fillStyle = colour;
  c.fillRect(x, y, width, height);
}

/** @param {CanvasRenderingContext2D} c @param {string} colour @param {number[]} shape x, y, radius x, radius y */
function oval(c, colour, [x, y, rx, ry]) {
  c.fillStyle = colour;
  c.beginPath();
  c.ellipse(x, y, rx, ry, 0, 0, Math.PI * 2);
  c.fill();
}

/** @param {CanvasRenderingContext2D} c @param {string} colour @param {number[][]} points */
function shape(c, colour, points) {
  c.fillStyle = colour;
  c.beginPath();
  points.forEach(([x, y], index) => (index ? c.lineTo(x, y) : c.moveTo(x, y)));
  c.fill();
}

/** @param {CanvasRenderingContext2D} c @param {string} top @param {string} low */
function sky(c, top, low) {
  const wash = c.createLinearGradient(0, 0, 0, HEIGHT);
  wash.addColorStop(0, top);
  wash.addColorStop(1, low);
  c.fillStyle = wash;
  c.fillRect(0, 0, WIDTH, HEIGHT);
}

/** @param {CanvasRenderingContext2D} c @param {string} wall */
function houses(c, wall) {
  for (const [x, width, height] of [[40, 200, 220], [270, 150, 160], [620, 230, 250], [870, 140, 180]]) {
    fill(c, wall, [x, 430 - height, width, height]);
    shape(c, "#8b5a4a", [[x - 16, 430 - height], [x + width / 2, 360 - height], [x + width + 16, 430 - height]]);
    for (let at = x + 24; at < x + width - 40; at += 62) fill(c, "#f3e3b3", [at, 462 - height, 34, 44]);
  }
}

/** @param {CanvasRenderingContext2D} c */
function street(c) {
  fill(c, "#7e9a6c", [0, 430, WIDTH, 60]);
  shape(c, "#6b6f74", [[0, 490], [WIDTH, 490], [WIDTH, HEIGHT], [0, HEIGHT]]);
  for (let x = 30; x < WIDTH; x += 190) fill(c, "#e6e1cf", [x, 596, 104, 12]);
}

/** @type {Record<string, Draw>} */
const DRAWINGS = {
  Pothole(c) {
    sky(c, "#bcd8e6", "#eef3ee");
    houses(c, "#e2d3bd");
    street(c);
    oval(c, "#44474b", [500, 615, 190, 58]);
    oval(c, "#2f3235", [505, 622, 150, 40]);
    oval(c, "#7fa3b5", [515, 630, 96, 20]);
  },
  "Street lamp"(c) {
    sky(c, "#141d31", "#33405c");
    for (let i = 0; i < 60; i += 1) oval(c, "#dfe5f2", [(i * 137) % WIDTH, (i * 89) % 330, 1.6, 1.6]);
    houses(c, "#2b3448");
    fill(c, "#20283a", [0, 430, WIDTH, 290]);
    fill(c, "#0f1524", [468, 150, 16, 440]);
    fill(c, "#0f1524", [468, 150, 120, 12]);
    oval(c, "#39435a", [580, 172, 40, 18]);
  },
  Rubbish(c) {
    sky(c, "#cfe0e0", "#f2efe4");
    houses(c, "#d9c7ac");
    street(c);
    fill(c, "#3f7f5f", [330, 400, 150, 170]);
    fill(c, "#2d5f47", [318, 384, 174, 24]);
    for (const [x, y, r, colour] of /** @type {[number, number, number, string][]} */ ([[560, 540, 62, "#34373c"], [650, 552, 52, "#4a4e55"], [520, 568, 40, "#c9b37a"], [720, 570, 34, "#7a6a58"]]))
      oval(c, colour, [x, y, r, r * 0.8]);
  },
  "Flooded road"(c) {
    sky(c, "#8ea3b0", "#c6d1d4");
    houses(c, "#bfb19a");
    street(c);
    fill(c, "#7c8f8c", [0, 480, WIDTH, 240]);
    for (let i = 0; i < 26; i += 1) fill(c, "#9fb2b0", [(i * 211) % WIDTH, 500 + ((i * 53) % 200), 120, 5]);
    shape(c, "#b5483c", [[250, 470], [300, 410], [470, 410], [530, 470], [610, 482], [620, 540], [230, 540]]);
    shape(c, "#d9e6ea", [[312, 424], [380, 424], [380, 466], [276, 466]]);
  },
  "Bus stop"(c) {
    sky(c, "#a9d3e8", "#eaf4ef");
    houses(c, "#e6d9c4");
    street(c);
    fill(c, "#41606f", [250, 270, 470, 22]);
    for (const x of [262, 694]) fill(c, "#41606f", [x, 290, 14, 240]);
    fill(c, "#cfe3ea", [280, 300, 410, 130]);
    fill(c, "#9a6b45", [340, 470, 280, 18]);
    fill(c, "#1f6f63", [780, 230, 70, 90]);
    fill(c, "#5c6468", [810, 320, 10, 210]);
  },
  Playground(c) {
    sky(c, "#b7dcee", "#f4f3e6");
    fill(c, "#8fb574", [0, 440, WIDTH, 280]);
    for (const x of [240, 560]) shape(c, "#c2563e", [[x, 240], [x + 16, 240], [x + 70, 560], [x + 52, 560], [x + 8, 290], [x - 38, 560], [x - 56, 560]]);
    fill(c, "#c2563e", [240, 238, 336, 16]);
    for (const x of [340, 380]) fill(c, "#54585c", [x, 252, 4, 210]);
    fill(c, "#3a6ea5", [326, 460, 72, 14]);
    fill(c, "#54585c", [470, 252, 4, 120]);
    shape(c, "#e0b23f", [[700, 360], [900, 580], [860, 580], [680, 390]]);
  },
};

export const pictureNames = Object.keys(DRAWINGS);

/**
 * @param {string} name one of `pictureNames`
 * @returns {HTMLCanvasElement}
 */
export function picture(name) {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  DRAWINGS[name](/** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")));
  return canvas;
}

/**
 * @param {string} name one of `pictureNames`
 * @returns {Promise<File>}
 */
export async function pictureFile(name) {
  const blob = await new Promise((done) => picture(name).toBlob(done, "image/jpeg", 0.85));
  return new File([blob], `${name.toLowerCase().replace(" ", "-")}.jpg`, { type: "image/jpeg" });
}

export const VOICE_SECONDS = 3;

/** @returns {Promise<File>} */
export async function voiceFile() {
  const sound = await (await fetch("/page/voice.ogg")).blob();
  return new File([sound], "voice.ogg", { type: "audio/ogg" });
}

/** @returns {File} */
export function documentFile() {
  const text = `${t("A sample: {name}", { name: "note.txt" })}\n`;
  return new File([text], "note.txt", { type: "text/plain" });
}
