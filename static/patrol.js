// A patrol on a phone: where the worker is, from the moment it was started to the moment it ends and at no other time.
// It is kept on the phone until the server has all of it, goes on after a reload, and is over after half a day.
const one = (selector) => document.querySelector(selector);
const { patrols: PATROLS } = document.body.dataset;
const LONGEST = 12 * 3600 * 1000, STEP = 30 * 1000, SENDING = 5 * 60 * 1000;
let me = null, token = "", places = [], running = null, watch = null, sentAt = 0, sending = false, again = false;
// What the patrol that ended here came to.
let done = "";
// What has ended here is not taken up again by a look that began before, nor is what was begun meanwhile let go.
const over = new Set();

const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open("grid-patrols", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("patrols", { keyPath: "key" });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});
async function stored(mode, act) {
  const transaction = (await opened).transaction("patrols", mode);
  return new Promise((resolve, reject) => {
    const asked = act(transaction.objectStore("patrols"));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}
const keep = (patrol) => stored("readwrite", (store) => store.put(patrol));
const forget = (key) => stored("readwrite", (store) => store.delete(key));
async function own() {
  const found = await stored("readonly", (store) => store.getAll());
  return found.filter((patrol) => me && patrol.owner === me);
}

async function begin() {
  if (running) return;
  const area = one("#patrol-area").value || (places[0]?.code ?? "");
  const now = new Date().toISOString();
  const begun = { key: crypto.randomUUID(), owner: me, area, started_at: now, ended_at: null, points: [], sent: 0, wrong: "" };
  running = begun;
  try {
    await keep(begun);
  } catch {
    if (running === begun) running = null;
    done = "手机的存储空间不够，没有开始巡查，请清理空间。";
    await show();
    return;
  }
  if (running === begun) follow();
  await send();
}
function follow() {
  if (watch !== null || !navigator.geolocation) return;
  watch = navigator.geolocation.watchPosition(seen, () => undefined, { enableHighAccuracy: true, maximumAge: STEP });
}
function unfollow() {
  if (watch !== null) navigator.geolocation.clearWatch(watch);
  watch = null;
}
async function seen({ coords, timestamp }) {
  const patrol = running;
  if (!patrol) return;
  const open = (await own()).some(({ key, ended_at }) => key === patrol.key && !ended_at);
  if (running !== patrol) return;
  if (!open) {
    // It was ended in another tab.
    unfollow();
    running = null;
    await show();
    return;
  }
  const at = new Date(Math.max(timestamp, Date.parse(patrol.started_at)));
  const last = patrol.points.at(-1);
  if (last && at - Date.parse(last[0]) < STEP) return;
  patrol.points.push([at.toISOString(), Number(coords.longitude.toFixed(6)), Number(coords.latitude.toFixed(6))]);
  await keep(patrol);
  show();
}
async function finish(at = Date.now()) {
  unfollow();
  if (!running) return;
  const ended = running;
  running = null;
  over.add(ended.key);
  ended.ended_at = new Date(Math.min(at, Date.parse(ended.started_at) + LONGEST)).toISOString();
  ended.points = ended.points.filter(([moment]) => moment <= ended.ended_at);
  done = `刚才巡查 ${lasted(ended, Date.parse(ended.ended_at))}。`;
  await keep(ended);
  await send();
}
function lasted({ started_at }, until) {
  const minutes = Math.floor((until - Date.parse(started_at)) / 60000);
  return minutes < 60 ? `${minutes} 分` : `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分`;
}

async function send() {
  // What changes while a round is under way goes with one more.
  again = sending;
  if (sending || !token) {
    show();
    return;
  }
  sending = true;
  do {
    again = false;
    try {
      for (const patrol of await own()) if (!patrol.wrong) await sendOne(patrol);
      sentAt = Date.now();
    } catch {
      // No signal: the next round sends.
    }
  } while (again);
  sending = false;
  show();
}
async function sendOne({ key, owner, area, started_at, ended_at, points, sent }) {
  // Somebody else has come in since the round began.
  if (owner !== me) return;
  const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
  const body = JSON.stringify({ area, started_at, ended_at, points: points.slice(sent) });
  const reply = await fetch(`${PATROLS}${key}/`, { method: "PUT", headers, body, redirect: "manual" });
  if (!(reply.headers.get("content-type") ?? "").includes("json")) return;
  const answer = await reply.json();
  const patrol = running?.key === key ? running : (await own()).find((each) => each.key === key);
  if (!patrol) return;
  if (answer.state === "wrong") {
    patrol.wrong = Object.values(answer.errors).join(" ");
    if (running === patrol) await finish();
    await keep(patrol);
  } else if (patrol.ended_at && patrol.ended_at === ended_at) await forget(key);
  else if (!answer.running) await overAlready(patrol);
  else {
    patrol.sent = points.length;
    await keep(patrol);
  }
}
// The server says that it is over: the clock ended it, or the worker did elsewhere.
async function overAlready(patrol) {
  if (running === patrol) {
    unfollow();
    running = null;
  }
  await forget(patrol.key);
}

async function show() {
  one("#patrol-box").hidden = !me || !places.length;
  one("#patrol-start").hidden = Boolean(running);
  one("#patrol-end").hidden = !running;
  const choice = one("#patrol-area");
  choice.hidden = Boolean(running) || places.length < 2;
  if (running) {
    one("#patrol").textContent = `巡查中，已 ${lasted(running, Date.now())}，记录位置 ${running.points.length} 个。满 12 小时自动结束。`;
  } else one("#patrol").textContent = `${done}没有在巡查。只在巡查期间记录位置，位置只有您自己看得到。`;
  one("#patrol").classList.toggle("running", Boolean(running));
  const waiting = (await own()).filter((patrol) => patrol.ended_at || patrol.wrong);
  one("#patrols").replaceChildren(
    ...waiting.map((patrol) => {
      const item = document.createElement("li");
      const words = document.createElement("span");
      words.textContent = `${new Date(patrol.started_at).toLocaleString("zh-CN")} 的巡查 ${patrol.wrong || "待发送"}`;
      const drop = Object.assign(document.createElement("button"), { type: "button", textContent: "删除" });
      drop.className = "button button-small";
      drop.addEventListener("click", async () => {
        await forget(patrol.key);
        await show();
      });
      item.append(words, ...(patrol.wrong ? [drop] : []));
      return item;
    }),
  );
}
async function resume() {
  const before = running;
  const found = (await own()).find((patrol) => !patrol.ended_at && !patrol.wrong && !over.has(patrol.key)) ?? null;
  if (running === before && running?.key !== found?.key) running = found;
  if (running) follow();
  else unfollow();
  show();
}
async function tick() {
  if (running && Date.now() - Date.parse(running.started_at) >= LONGEST) await finish();
  else if (Date.now() - sentAt >= SENDING) await send();
  else show();
}

function known(told) {
  if (me !== told.user) {
    unfollow();
    running = null;
  }
  me = told.user;
  places = told.places ?? places;
  token = told.token ?? "";
  one("#patrol-area").replaceChildren(
    ...places.map(({ code, name }) => Object.assign(document.createElement("option"), { value: code, textContent: name })),
  );
}
document.addEventListener("reporter", async ({ detail }) => {
  localStorage.setItem("patrol-places", JSON.stringify({ user: detail.user, places: detail.places }));
  known(detail);
  await resume();
  if (Date.now() - sentAt >= SENDING || (await own()).some((patrol) => patrol.ended_at)) await send();
});
one("#patrol-start").addEventListener("click", begin);
one("#patrol-end").addEventListener("click", () => finish());
setInterval(tick, STEP);
// Without a signal: whoever was here last.
const last = JSON.parse(localStorage.getItem("reporter") ?? "null");
const kept = JSON.parse(localStorage.getItem("patrol-places") ?? "null");
if (last && !me) known({ user: last.user, places: kept?.user === last.user ? kept.places : [] });
await resume();
