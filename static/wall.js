// The wall screen turns its pages and asks the server for new figures by itself. Without the network it goes on with what
// it has, says from when that is, and asks again until there is an answer.
const { turn, refresh } = document.body.dataset;
const SECOND = 1000;
const SOONER = 15;
// What of the page is renewed. A page without them is not the wall: that of a proxy, or of a network that wants a login.
const PARTS = ["main", ".wall-of", ".wall-from"];
const fault = document.querySelector(".wall-fault");
const clock = document.querySelector(".wall-clock");
let at = 0;

const pages = () => [...document.querySelectorAll(".wall-page")];

function show() {
  const all = pages();
  at %= all.length;
  all.forEach((page, place) => (page.hidden = place !== at));
  all[at].querySelectorAll("[data-plot]:not([data-ready])").forEach((place) => window.drawPlot(place));
}

function say(words) {
  fault.textContent = words;
  fault.hidden = !words;
}

async function renew() {
  let answer, text;
  try {
    answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(30 * SECOND) });
    text = await answer.text();
  } catch {
    say("网络中断，恢复后自动更新");
    return SOONER;
  }
  if (answer.redirected || answer.status === 403) {
    say("登录已失效，请在本机重新登录");
    return SOONER;
  }
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const renewed = PARTS.map((part) => [document.querySelector(part), fresh.querySelector(part)]);
  if (!answer.ok || renewed.some(([, part]) => !part)) {
    say("服务器没有答复，稍后自动更新");
    return SOONER;
  }
  document.querySelectorAll("[data-ready]").forEach((place) => window.echarts.getInstanceByDom(place)?.dispose());
  renewed.forEach(([old, part]) => old.replaceWith(document.adoptNode(part)));
  show();
  say("");
  return Number(refresh);
}

async function keepFresh() {
  setTimeout(keepFresh, (await renew()) * SECOND);
}

function tell() {
  clock.textContent = new Date().toLocaleTimeString("zh-CN", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Asia/Shanghai",
  });
}

tell();
show();
setInterval(tell, SECOND);
setInterval(() => {
  at += 1;
  show();
}, Number(turn) * SECOND);
setTimeout(keepFresh, Number(refresh) * SECOND);
document.addEventListener("keydown", ({ key }) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (!step) return;
  at += step + pages().length;
  show();
});
