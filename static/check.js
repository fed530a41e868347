// Checking places on a phone, with or without a signal (kept.js). The places that wait and what is looked at there are
// kept from the last look at the server; a check is kept until the server has it.
// By the name that the page gives: one version of each script, whatever is kept on the phone.
const {
  accusing, all, ask, button, hasRoom, inRounds, keptIn, lastPerson, one, pictureOf, rememberPerson, say,
  sendAll, sendDraft, showErrors, showPerson, thumb, unreadable, wheneverThereIsSignal,
} = await import(document.body.dataset.kept);
const { state: STATE, reports: REPORTS, worker: WORKER, login: LOGIN } = document.body.dataset;
const FORM = one("#check");
const { keep, forget, draftOf, draftsOf } = keptIn("inspections");
const STATES = { waiting: "待发送", wrong: "需要改正", differs: "没有送到" };
const NOBODY = "不知道是谁在用这台手机，请联网登录一次再检查。";
let me = lastPerson();
let token = "";
let rounds = [];
// What is being filled in: its key, when it was begun, the place with its items, the pictures of each item.
let draft = null;
// Pictures that are being made small; they belong to the place that was open when they were taken.
let making = Promise.resolve();

const drafts = async () => (me ? draftsOf(me.user) : []);
const today = () => new Date().toLocaleDateString("sv-SE");

// ── the places that wait ──
function known(told) {
  rounds = told;
  if (me) localStorage.setItem("rounds", JSON.stringify({ user: me.user, rounds }));
}
function recall() {
  const kept = JSON.parse(localStorage.getItem("rounds") ?? "null");
  rounds = me && kept?.user === me.user ? kept.rounds : [];
}
async function showPlaces() {
  const sent = new Set((await drafts()).map(({ told }) => `${told.round}/${told.place}`));
  const shown = rounds.map((round) => ({ ...round, places: round.places.filter((place) => !sent.has(`${round.id}/${place.id}`)) }));
  const waiting = shown.filter((round) => round.places.length);
  one("#none").hidden = waiting.length > 0;
  one("#rounds").replaceChildren(...waiting.map(roundBox));
}
function roundBox(round) {
  const box = document.createElement("details");
  box.className = "phone-group";
  box.open = true;
  const late = round.due < today() ? "，已逾期" : "";
  const words = `${round.name}：还有 ${round.places.length} 处，${round.due} 前查完${late}`;
  const list = Object.assign(document.createElement("ul"), { className: "phone-list" });
  list.append(
    ...round.places.map((place) => {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("span"), { textContent: `${place.name}（${place.where}）` }));
      item.append(button(`检查 ${place.name}`, () => begin(round, place)));
      return item;
    }),
  );
  box.append(Object.assign(document.createElement("summary"), { textContent: words }), list);
  return box;
}

// ── one place ──
function begin(round, place) {
  const about = { name: place.name, where: place.where, first: round.first, items: round.items };
  const told = { round: String(round.id), place: String(place.id), on: today(), note: "" };
  open({ key: crypto.randomUUID(), at: new Date().toISOString(), about, told, pictures: {} });
}
function open(found) {
  draft = found;
  one("#check-title").textContent = `${draft.about.name} ${draft.about.where}`;
  one("#items").replaceChildren(...draft.about.items.map(itemBox));
  FORM.elements.on.value = draft.told.on;
  FORM.elements.on.max = today();
  FORM.elements.on.min = draft.about.first;
  FORM.elements.note.value = draft.told.note ?? "";
  FORM.elements.not_accusing.checked = Boolean(draft.told.not_accusing);
  accusing(FORM, ...notes());
  FORM.hidden = false;
  one("#places-box").hidden = true;
  showErrors(draft.errors ?? {}, FORM);
  one("#check-title").scrollIntoView();
}
const notes = () => all("[name^=note]", FORM).map(({ value }) => value);
function close() {
  draft = null;
  FORM.hidden = true;
  one("#places-box").hidden = false;
}
function itemBox(item) {
  const box = one("#item").content.firstElementChild.cloneNode(true);
  one("legend", box).textContent = item.text;
  one("[data-right]", box).textContent = `${item.right}${item.grave ? "（不合格即重大隐患）" : ""}`;
  all("[data-error]", box).forEach((place) => (place.dataset.error = `${place.dataset.error}-${item.id}`));
  all("input[type=radio]", box).forEach((input) => {
    input.name = `item-${item.id}`;
    input.checked = draft.told[input.name] === input.value;
  });
  const note = one("input[data-note]", box);
  note.name = `note-${item.id}`;
  note.value = draft.told[note.name] ?? "";
  one("[data-photo-words]", box).textContent = item.photo ? "拍照（须拍）" : "拍照";
  one("input[type=file]", box).addEventListener("change", async (event) => {
    const files = [...event.target.files];
    event.target.value = "";
    const found = draft;
    making = making.then(() => addPictures(found, item, files, box)).catch(reportError);
    await making;
  });
  showPictures(item, box);
  return box;
}
async function addPictures(found, item, files, box) {
  const errors = [];
  for (const file of files) {
    if (!(await hasRoom())) errors.push("手机的存储空间不够，不能再加照片。");
    else
      try {
        const picture = await pictureOf(file);
        found.pictures[item.id] = [...(found.pictures[item.id] ?? []), picture];
      } catch {
        errors.push(unreadable(file));
      }
  }
  if (draft !== found) return;
  showErrors({ [`photo-${item.id}`]: errors.join(" ") }, box);
  showPictures(item, box);
}
function showPictures(item, box) {
  const pictures = draft.pictures[item.id] ?? [];
  one(".phone-photos", box).replaceChildren(
    ...pictures.map((picture, place) =>
      thumb(picture, `${item.text}照片 ${place + 1}`, () => {
        draft.pictures[item.id] = pictures.filter((other) => other !== picture);
        showPictures(item, box);
      }),
    ),
  );
}
function read() {
  const data = new FormData(FORM);
  const told = { round: draft.told.round, place: draft.told.place, on: data.get("on"), note: data.get("note") };
  const errors = {};
  for (const { id, text, photo } of draft.about.items) {
    const mark = data.get(`item-${id}`), note = data.get(`note-${id}`).trim();
    const pictures = draft.pictures[id] ?? [];
    if (!mark) errors[`item-${id}`] = `请选择“${text}”是否合格。`;
    else if (mark === "failed" && !note) errors[`note-${id}`] = "不合格的，请写明情况。";
    else if (photo && mark !== "none" && !pictures.length) errors[`photo-${id}`] = "请拍照。";
    Object.assign(told, { [`item-${id}`]: mark ?? "", [`note-${id}`]: note });
    told[`photos-${id}`] = pictures.map(({ digest }) => digest).join(" ");
  }
  const asked = accusing(FORM, ...notes());
  if (asked) errors.not_accusing = asked;
  told.not_accusing = data.get("not_accusing") ?? "";
  if (!told.on || told.on > today()) errors.on = "检查日期不能晚于今天。";
  return { told, errors };
}
async function submit(event) {
  event.preventDefault();
  await making;
  if (!draft) return;
  const { told, errors } = read();
  showErrors(errors, FORM);
  if (Object.keys(errors).length) return;
  const filled = draft;
  if (!me) await flush();
  if (!me) {
    say(NOBODY, true);
    return;
  }
  const photos = [...new Map(Object.values(filled.pictures).flat().map((each) => [each.digest, each])).values()];
  try {
    await keep({ ...filled, owner: me.user, told, photos, errors: {}, state: "waiting" });
  } catch {
    say("手机的存储空间不够，没有存下。请清理空间，或者去掉几张照片再试。", true);
    return;
  }
  close();
  say("已存在手机里，有信号时自动发送。");
  await show();
  await flush();
}

// ── sending ──
async function send(found) {
  const answer = await sendDraft(REPORTS, found, found.told, token);
  if (answer.state === "registered" || answer.state === "differs") {
    const now = await draftOf(found.key);
    const changed = now && (answer.state === "differs" || JSON.stringify(now.told) !== JSON.stringify(found.told));
    const newer = "登记的是改以前的内容，改过的没有送到，还在手机里：请核对，不要的请删除。";
    if (changed) await keep({ ...now, key: crypto.randomUUID(), state: "differs", errors: { key: newer } });
    await forget(found.key);
    rounds.forEach((round) => {
      if (String(round.id) === found.told.round) round.places = round.places.filter(({ id }) => String(id) !== found.told.place);
    });
    known(rounds);
    say(`${answer.number}的检查已登记。${changed ? newer : ""}`, Boolean(changed));
  } else if (answer.state === "wrong") {
    await keep({ ...found, state: "wrong", errors: answer.errors });
    say("有一处检查需要改正，见下面“手机里的检查”。", true);
  }
}
async function refresh() {
  const told = await ask(STATE);
  token = told.token;
  if (me && me.user !== told.user) close();
  me = { user: told.user, name: told.name };
  rememberPerson(me);
  known(told.rounds);
  showPerson(me);
}
async function show() {
  const found = await drafts();
  one("#drafts-box").hidden = !found.length;
  one("#drafts").replaceChildren(
    ...found.map((each) => {
      const item = document.createElement("li");
      const why = Object.values(each.errors ?? {}).join(" ");
      const words = `${each.about.name} · ${each.told.on} · ${STATES[each.state]} ${why}`;
      item.append(Object.assign(document.createElement("span"), { textContent: words }));
      item.append(
        button("打开", async () => {
          const now = await draftOf(each.key);
          // It was sent since the list was drawn.
          if (now) open(now);
          else await show();
        }),
      );
      item.append(
        button("删除", async () => {
          if (!confirm("删除后不能恢复，确定删除？")) return;
          await forget(each.key);
          await show();
        }),
      );
      return item;
    }),
  );
  await showPlaces();
}
const flush = inRounds({
  async round() {
    await refresh();
    // What is open is not sent behind anybody's back.
    const closed = (await drafts()).filter(({ key }) => key !== draft?.key);
    await sendAll(closed.filter(({ state }) => state === "waiting"), send);
  },
  login: LOGIN,
  after: show,
});

FORM.addEventListener("submit", submit);
one("#back").addEventListener("click", close);
recall();
showPerson(me);
wheneverThereIsSignal(flush, WORKER);
// Who is here is asked before anything is shown; without a signal it is whoever was here last.
await flush();
if (!me) say(NOBODY, true);
