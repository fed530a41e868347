// Reporting from a phone, with or without a signal. A report and its pictures are kept on the phone until the server has
// said its number: sent when the page opens, when the signal returns, and every half minute. One that is refused holds up
// none behind it. Sent twice it is one: the server knows it by its key. Nobody else's login sees or sends it.
// By the name that the page gives: one version of each script, whatever is kept on the phone.
const {
  accusing, all, ask, button, hasRoom, inRounds, keptIn, lastPerson, NoLogin, one, pictureOf, rememberPerson, say,
  sendAll, sendDraft, showErrors: showErrorsIn, showPerson, thumb, unreadable, wheneverThereIsSignal,
} = await import(document.body.dataset.kept);
const { state: STATE, reports: REPORTS, worker: WORKER, login: LOGIN, logout: LOGOUT } = document.body.dataset;
const FORM = one("#report");
const MOST_PHOTOS = 9;
const CLOCK = new Intl.DateTimeFormat("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
const SAVED = "已存在手机里，有信号时自动发送。";
const FULL = "手机的存储空间不够，不能再加照片；已填的内容还在，可以先发送或者清理空间。";
let me = lastPerson();
let token = "";
let photos = [];
// Whoever logs out is not here again by an answer that was on its way.
let out = false;
// Whether there was room for a picture when last looked; a click cannot wait for the answer.
let roomy = true;
// While pictures are made small: they belong to what stood in the form when they were taken.
let making = null;
// A report that is being kept to be sent: what happens to the form meanwhile does not make it one that is only written.
let leaving = false;
// Another one with each report that the form is emptied for.
let filling = Symbol();

const { keep, forget, draftOf, draftsOf } = keptIn("grid-reports");
const drafts = async () => (me ? draftsOf(me.user) : []);
const showErrors = (errors) => showErrorsIn(errors, FORM);

// ── pictures ──
function addPhotos(files) {
  const made = Promise.resolve(making).then(() => madeSmall(files)).catch(reportError).then(() => {
    if (making === made) making = null;
  });
  making = made;
  return made;
}
async function madeSmall(files) {
  const errors = [];
  for (const file of files) {
    if (photos.length >= MOST_PHOTOS) {
      errors.push(`一次最多 ${MOST_PHOTOS} 张照片。`);
      break;
    }
    roomy = await hasRoom();
    if (!roomy) {
      errors.push(FULL);
      break;
    }
    try {
      const picture = await pictureOf(file);
      if (!photos.some((photo) => photo.digest === picture.digest)) photos.push(picture);
    } catch {
      errors.push(unreadable(file));
    }
  }
  showErrors({ photos: errors.join(" ") });
  showPhotos();
  await keepWriting();
}
function showPhotos() {
  one("#photos").replaceChildren(
    ...photos.map((photo, place) =>
      thumb(photo, `照片 ${place + 1}`, () => {
        photos = photos.filter((other) => other !== photo);
        showPhotos();
        keepWriting();
      }),
    ),
  );
}

// ── the place ──
function locate() {
  const where = one("#where");
  if (!navigator.geolocation) {
    where.textContent = "这台手机不能定位，请填写详细地点。";
    return;
  }
  where.textContent = "正在定位…";
  // Whoever waits for it may have sent the report meanwhile, or opened another one, which lies elsewhere.
  const asked = filling;
  const ifStillThere = (act) => (answer) => asked === filling && act(answer);
  navigator.geolocation.getCurrentPosition(
    ifStillThere(({ coords }) => placedAt(coords.longitude.toFixed(6), coords.latitude.toFixed(6), coords.accuracy)),
    ifStillThere(() => (where.textContent = "没有定到位置，可以再试，或者填写详细地点。")),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
  );
}
// Another place is another question: what was asked of the one before is gone.
function setPlace(longitude, latitude, accuracy) {
  one("#grids").hidden = true;
  one("#grids").replaceChildren();
  FORM.elements.longitude.value = longitude;
  FORM.elements.latitude.value = latitude;
  FORM.elements.accuracy.value = Math.round(accuracy || 0);
  const within = Number(accuracy) ? `，误差约 ${Math.round(accuracy)} 米` : "";
  document.dispatchEvent(new CustomEvent("place", { detail: { longitude, latitude } }));
  one("#where").textContent = longitude ? `已定位（${longitude}, ${latitude}${within}）` : "还没有位置，没有位置也能上报。";
}
function placedAt(longitude, latitude, accuracy) {
  setPlace(longitude, latitude, accuracy);
  keepWriting();
}
function askGrid(grids) {
  const box = one("#grids");
  box.hidden = false;
  box.replaceChildren(
    ...grids.map(({ code, name }) => {
      const label = document.createElement("label");
      label.className = "phone-choice";
      const input = document.createElement("input");
      Object.assign(input, { type: "radio", name: "grid", value: code });
      label.append(input, name);
      return label;
    }),
  );
}

// ── the form and a report ──
const TOLD = ["item", "text", "then", "settled", "place", "longitude", "latitude", "accuracy", "grid", "name", "phone", "not_accusing"];
const wordsOf = ({ text, place, settled }) => [text, place, settled];
const NOBODY = "不知道是谁在用这台手机，请联网登录一次再上报。";
function readForm() {
  const data = new FormData(FORM);
  return Object.fromEntries(TOLD.map((name) => [name, data.get(name) ?? ""]));
}
function fillForm(draft) {
  clearForm();
  FORM.elements.key.value = draft.key;
  FORM.dataset.at = draft.at;
  setPlace(draft.told.longitude, draft.told.latitude, draft.told.accuracy);
  if (draft.ask) askGrid(draft.ask.grids);
  for (const [name, value] of Object.entries(draft.told)) {
    const field = FORM.elements.namedItem(name);
    if (!field) continue;
    if (field instanceof RadioNodeList) field.value = value;
    else if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = Boolean(value);
    else field.value = value;
  }
  one("input[name=item]:checked")?.closest("details").setAttribute("open", "");
  photos = draft.photos;
  showPhotos();
  showAsked();
  accusing(FORM, ...wordsOf(draft.told));
  FORM.scrollIntoView();
  showErrors({ ...draft.errors, ...(draft.ask && { grid: draft.ask.sentence }) });
}
function clearForm() {
  filling = Symbol();
  FORM.reset();
  accusing(FORM);
  FORM.elements.key.value = "";
  delete FORM.dataset.at;
  photos = [];
  showPhotos();
  setPlace("", "");
  showAsked();
  showErrors({});
}
// What is asked follows from what was seen and from what becomes of it.
const BROUGHT = ["service", "clue", "suggestion"];
const typeChosen = () => one("input[name=item]:checked")?.closest("details").dataset.type;
function showAsked() {
  one("#settled-box").hidden = FORM.elements.then.value !== "settle";
  one("#who-asks").hidden = !BROUGHT.includes(typeChosen());
}
// Who asks for a service is served where they live, unless somebody says otherwise.
function serve() {
  const { then } = FORM.elements;
  if (then.value !== "settle") then.value = typeChosen() === "service" ? "keep" : "raise";
}
// What stands in the form is kept while it is written, so that a phone that closes the page for the camera loses nothing;
// it is sent only when somebody says so.
const stamped = (draft) => ({ ...draft, owner: me.user, stamp: crypto.randomUUID() });
const begun = ({ item, text, place }) => item || text.trim() || place.trim() || photos.length;
async function keepWriting() {
  const told = readForm();
  if (leaving || !me || !begun(told)) return;
  const key = (FORM.elements.key.value ||= crypto.randomUUID());
  const title = one("input[name=item]:checked")?.closest("label").textContent.trim() ?? "没有选事项";
  const at = (FORM.dataset.at ??= new Date().toISOString());
  try {
    await keep(stamped({ key, at, title, told, photos, state: "writing" }));
  } catch {
    showErrors({ photos: FULL });
  }
}
// The moment of a phone whose clock ran ahead is that of now, once the clock is right.
const timely = (at) => (Date.parse(at) > Date.now() ? new Date().toISOString() : at);
// False where it could not be kept, which is said.
async function keptToSend(sent) {
  if (!me) await flush();
  if (!me) {
    say(NOBODY, true);
    return false;
  }
  try {
    await keep(stamped({ ...sent, state: "waiting" }));
  } catch {
    say("手机的存储空间不够，没有存下。请清理空间，或者去掉几张照片再试。", true);
    return false;
  }
  clearForm();
  return true;
}
async function submit(event) {
  event.preventDefault();
  await making;
  // Pressed twice it is one report.
  if (leaving) return;
  const told = readForm();
  const errors = {};
  if (!told.item) errors.item = "请选择看到什么。";
  if (!told.text.trim()) errors.text = "请写一句情况。";
  if (told.then === "settle" && !told.settled.trim()) errors.settled = "请写明处置情况。";
  if (typeChosen() === "service" && told.then !== "settle") {
    if (!told.name.trim()) errors.name = "服务请求请填写办事人的姓名。";
    if (!told.phone.trim()) errors.phone = "服务请求请填写办事人的电话。";
  }
  const asked = accusing(FORM, ...wordsOf(told));
  if (asked) errors.not_accusing = asked;
  showErrors(errors);
  if (Object.keys(errors).length) return;
  const at = timely(FORM.dataset.at ?? new Date().toISOString());
  const title = one("input[name=item]:checked").closest("label").textContent.trim();
  const key = (FORM.elements.key.value ||= crypto.randomUUID());
  leaving = true;
  const waits = await keptToSend({ key, at, title, told, photos }).finally(() => (leaving = false));
  if (!waits) return;
  say(SAVED);
  await showDrafts();
  await flush();
  await lookAt(key);
}
// What is asked of the report just sent comes into view.
async function lookAt(key) {
  const left = await draftOf(key);
  if (["ask", "same", "wrong", "differs"].includes(left?.state)) one("#drafts-box").scrollIntoView();
}

// ── sending ──
async function send(draft) {
  const answer = await sendDraft(REPORTS, draft, { ...draft.told, seen_at: draft.at }, token);
  const now = await draftOf(draft.key);
  const registered = `${draft.told.join ? "已加入" : "已上报"}${answer.number ? `，编号 ${answer.number}` : ""}`;
  if (now && (answer.state === "differs" || (answer.state === "registered" && now.stamp !== draft.stamp))) {
    await keepNewer(now, `改以前的内容${registered}；改过的没有送到。是同一件的，请打开那一件补充；是另一件的，再发送一次。`);
  } else if (answer.state === "registered" || answer.state === "differs") {
    await forget(draft.key);
    if (FORM.elements.key.value === draft.key) FORM.elements.key.value = "";
    const told = draft.told.phone && answer.number ? "请把编号告诉提出的人，凭编号和电话末四位查询进展。" : "";
    say(`${registered}。${told}`);
  } else if (now?.stamp !== draft.stamp) {
    // It was opened or thrown away meanwhile: what the server asked is asked again of what it is then.
  } else if (answer.state === "ask") {
    await keep({ ...draft, state: "ask", errors: {}, ask: { sentence: answer.sentence, grids: answer.grids } });
    say(answer.sentence, true);
  } else if (answer.state === "same") {
    await keep({ ...draft, state: "same", errors: {}, same: { sentence: answer.sentence, events: answer.events } });
    say(answer.sentence, true);
  } else if (answer.state === "wrong") {
    await keep({ ...draft, state: "wrong", errors: answer.errors });
    say("有一件上报需要改正，见“手机里的上报”。", true);
  }
}
// What was sent before stands under its key; the newer words are kept under another, and sent when somebody says so.
async function keepNewer(draft, said) {
  const key = crypto.randomUUID();
  const state = draft.state === "writing" ? "writing" : "differs";
  await keep(stamped({ ...draft, key, state, errors: { text: said } }));
  await forget(draft.key);
  if (FORM.elements.key.value === draft.key) FORM.elements.key.value = key;
  say(said, true);
}
const flush = inRounds({
  async round() {
    await refresh();
    await sendAll((await drafts()).filter(({ state }) => state === "waiting"), send);
    await refresh();
  },
  login: LOGIN,
  after: () => showDrafts(),
});
async function refresh() {
  const told = await ask(STATE);
  token = told.token;
  if (out) return;
  if (me && me.user !== told.user) {
    await making;
    clearForm();
  }
  me = { user: told.user, name: told.name };
  rememberPerson(me);
  document.dispatchEvent(new CustomEvent("reporter", { detail: told }));
  showHelp(told);
  showDoor(told);
  showPerson(me);
  const list = one("#mine");
  list.replaceChildren(
    ...told.mine.map((event) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = event.url;
      link.textContent = `${event.title} · ${event.when} · ${event.status}${event.outcome ? `：${event.outcome}` : ""}`;
      item.append(link);
      if (event.check) item.append(Object.assign(document.createElement("b"), { textContent: "等您核查" }));
      if (event.more) item.append(Object.assign(document.createElement("b"), { textContent: "等您补充" }));
      return item;
    }),
  );
  one("#mine-box").hidden = !told.mine.length;
}

// ── reports that wait ──
const STATES = { writing: "正在填写，没有发送", waiting: "待发送", ask: "请确认网格", same: "请看是不是同一件事", wrong: "需要改正", differs: "没有送到" };
async function showDrafts() {
  const found = await drafts();
  if (me) rememberPerson(me, found.length);
  one("#leave-unsent").textContent = found.length ? `这台手机里还有 ${found.length} 件没有发送的上报。` : "";
  one("#leave-drop").hidden = !found.length;
  // What is being written stands in the form.
  const listed = found.filter(({ key, state }) => state !== "writing" || key !== FORM.elements.key.value);
  one("#drafts-box").hidden = !listed.length;
  one("#drafts").replaceChildren(
    ...listed.map((draft) => {
      const item = document.createElement("li");
      const words = document.createElement("span");
      const asked = draft.state === "ask" ? draft.ask.sentence : "";
      const why = [...Object.values(draft.errors ?? {}), asked].join(" ");
      words.textContent = `${draft.title} · ${CLOCK.format(new Date(draft.at))} · ${STATES[draft.state]} ${why}`;
      const open = button("打开", () => openDraft(draft));
      const retry = button("重新发送", async () => {
        await keep(stamped({ ...draft, at: timely(draft.at), state: "waiting" }));
        await flush();
        await lookAt(draft.key);
      });
      const drop = button("删除", async () => {
        if (!confirm("删除后不能恢复，确定删除？")) return;
        await forget(draft.key);
        if (FORM.elements.key.value === draft.key) clearForm();
        await showDrafts();
      });
      const send = draft.state === "writing" ? [] : [retry];
      item.append(words, ...(ASKED[draft.state]?.(draft) ?? []), open, ...send, drop);
      return item;
    }),
  );
}

// What is open in the form is not sent behind its back. It stands there at once: whoever types writes into what was opened.
async function openDraft(draft) {
  if (making) await making;
  const before = keepWriting();
  fillForm(draft);
  await before;
  if (await draftOf(draft.key)) await keepWriting();
  // It was sent since the list was drawn.
  else if ([draft.key, ""].includes(FORM.elements.key.value)) clearForm();
  await showDrafts();
}

// ── what is asked is answered where it stands: which grid it is; whether it is the same as one of these ──
const ASKED = { ask: grids, same: sameEvents };
async function answered(draft, more) {
  await keep(stamped({ ...draft, told: { ...draft.told, ...more }, state: "waiting", ask: null }));
  await flush();
  await lookAt(draft.key);
}
function grids(draft) {
  return draft.ask.grids.map(({ code, name }) => button(`是${name}`, () => answered(draft, { grid: code })));
}
function sameEvents(draft) {
  const shown = draft.same.events.map((event) => {
    const card = document.createElement("div");
    card.className = "phone-same";
    if (event.photo) card.append(Object.assign(document.createElement("img"), { src: event.photo, alt: "现场照片" }));
    const away = event.metres === null ? "" : `相距约 ${event.metres} 米，`;
    const words = document.createElement("p");
    words.textContent = `${event.title}：${event.text}（${away}${event.when} 上报，${event.status}）`;
    card.append(words, button("是这一件，加入", () => answered(draft, { join: event.number })));
    return card;
  });
  return [...shown, button("都不是，照常上报", () => answered(draft, { distinct: "1", join: "" }))];
}

// ── what waits today, and how far this month has come: for the worker alone ──
function showHelp({ duties, help }) {
  one("#help-box").hidden = !help;
  if (help) {
    one("#help").textContent =
      `本月日均巡查 ${help.hours} 小时（${help.hours_wanted} 小时），` +
      `有效上报 ${help.items} 件（${help.items_wanted} 件）。只有您自己看得到。`;
  }
  one("#duties-box").hidden = !duties.length;
  showLinks("#duties", duties);
}
function showLinks(list, links) {
  one(list).replaceChildren(
    ...links.map(({ url, text }) => {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("a"), { href: url, textContent: text }));
      return item;
    }),
  );
}

// ── what somebody brings to the door: registered with a signal, on the pages of the desk ──
function showDoor({ doors, brought }) {
  one("#door-box").hidden = !doors.length;
  one("#doors").replaceChildren(
    ...doors.map(({ url, text, help }) => {
      const link = Object.assign(document.createElement("a"), { href: url, textContent: text, title: help });
      link.className = "button phone-wide";
      return link;
    }),
  );
  showLinks("#brought", brought);
}

// ── logging out on a phone that others use ──
const goOut = () => fetch(LOGOUT, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" });
// A refusal is no logout: the page may hold no word of the server yet, or that of an earlier login.
async function loggedOut() {
  try {
    let reply = await goOut();
    if (reply.type !== "opaqueredirect") {
      token = (await ask(STATE)).token;
      reply = await goOut();
    }
    return reply.type === "opaqueredirect";
  } catch (failure) {
    return failure instanceof NoLogin;
  }
}
async function leave(dropping) {
  if (dropping) for (const draft of await drafts()) await forget(draft.key);
  out = true;
  if (!(await loggedOut())) {
    out = false;
    say("没有退出登录，请到有信号的地方再退出。", true);
    await showDrafts();
    return;
  }
  me = null;
  // Back gives whoever comes next nothing of it, and nothing begun on a page of the desk waits in this tab.
  clearForm();
  sessionStorage.clear();
  localStorage.removeItem("reporter");
  location.assign(LOGIN);
}

FORM.addEventListener("submit", submit);
// Pressed before there is somebody to hear it the browser would send the form itself, and what was typed were gone.
one("#send").disabled = false;
FORM.addEventListener("change", ({ target }) => {
  if (target.name === "item") serve();
  showAsked();
  keepWriting();
});
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keepWriting());
one("#locate").addEventListener("click", locate);
one("#serve").addEventListener("click", () => {
  const group = one("details[data-type=service]");
  group.open = true;
  group.scrollIntoView({ block: "center" });
});
all("#camera, #album").forEach((input) => {
  input.addEventListener("click", async (event) => {
    if (!roomy) {
      event.preventDefault();
      showErrors({ photos: FULL });
    }
    roomy = await hasRoom();
  });
  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = "";
    await addPhotos(files);
  });
});
document.addEventListener("placed", ({ detail }) => placedAt(detail.longitude, detail.latitude));
one("#leave-keep").addEventListener("click", () => leave(false));
one("#leave-drop").addEventListener("click", () => confirm("删除后不能恢复，确定删除？") && leave(true));
wheneverThereIsSignal(flush, WORKER);
roomy = await hasRoom();
// Who is here is asked before anything is shown; without a signal it is whoever was here last.
showPerson(me);
await flush();
if (!me) say(NOBODY, true);
// What was being written comes back, unless somebody was quicker and writes another: then it stands in the list.
await making;
const left = (await drafts()).filter(({ state }) => state === "writing").at(-1);
if (left && !begun(readForm())) {
  fillForm(left);
  await showDrafts();
}
