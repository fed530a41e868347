// Pages without a login. Nothing here is needed: without it a form is sent as it stands, in smaller numbers.
// The proof of work is looked for in small portions while the person still reads; printing gets its button.
(() => {
  "use strict";

  // SHA-256 of short texts. The browser's own digest is missing where the site has no certificate.
  const K = [];
  const START = [];
  (() => {
    const fraction = (root) => ((root - Math.floor(root)) * 4294967296) | 0;
    for (let candidate = 2; K.length < 64; candidate++) {
      let prime = true;
      for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) prime = false;
      if (!prime) continue;
      if (START.length < 8) START.push(fraction(Math.sqrt(candidate)));
      K.push(fraction(Math.cbrt(candidate)));
    }
  })();
  const words = new Int32Array(64);

  const firstWord = (text) => {
    const length = text.length;
    const blocks = ((length + 8) >> 6) + 1;
    const message = new Int32Array(blocks * 16);
    for (let at = 0; at < length; at++) message[at >> 2] |= text.charCodeAt(at) << (24 - 8 * (at & 3));
    message[length >> 2] |= 0x80 << (24 - 8 * (length & 3));
    message[blocks * 16 - 1] = length * 8;
    const state = START.slice();
    for (let block = 0; block < blocks; block++) {
      for (let t = 0; t < 64; t++) {
        if (t < 16) words[t] = message[block * 16 + t];
        else {
          const x = words[t - 15];
          const y = words[t - 2];
          const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
          const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
          words[t] = (words[t - 16] + low + words[t - 7] + high) | 0;
        }
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let t = 0; t < 64; t++) {
        const turned = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const one = (h + turned + ((e & f) ^ (~e & g)) + K[t] + words[t]) | 0;
        const rolled = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const two = (rolled + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
      }
      state[0] = (state[0] + a) | 0; state[1] = (state[1] + b) | 0; state[2] = (state[2] + c) | 0;
      state[3] = (state[3] + d) | 0; state[4] = (state[4] + e) | 0; state[5] = (state[5] + f) | 0;
      state[6] = (state[6] + g) | 0; state[7] = (state[7] + h) | 0;
    }
    return state[0] >>> 0;
  };

  const PORTION = 1500;
  document.querySelectorAll("[data-proof]").forEach((box) => {
    const challenge = box.querySelector("[name=challenge]").value;
    const solution = box.querySelector("[name=solution]");
    const shift = 32 - Number(box.dataset.proof);
    let tried = 0;
    const look = () => {
      for (const end = tried + PORTION; tried < end; tried++) {
        if (firstWord(`${challenge}:${tried}`) >>> shift === 0) {
          solution.value = String(tried);
          return;
        }
      }
      setTimeout(look, 0);
    };
    setTimeout(look, 0);
  });

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
})();
