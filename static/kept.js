// What every page on phones shares: what is kept until the server has it, pictures made small, and the sending. A draft
// is kept with its key and its pictures; sent twice it is one, for the server knows it by its key. One that is refused
// holds up none behind it. Nobody else's login sees or sends it.
export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const NOT_NOW = "平台现在没有答复，手机里的上报还在，稍后自动再发。";
const LONGEST_SIDE = 1600, ROOM = 12 * 1024 * 1024;

// ── what the phone keeps ──
export function keptIn(name) {
  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("reports", { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  async function stored(mode, act) {
    const database = await opened;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("reports", mode);
      const asked = act(transaction.objectStore("reports"));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
  return {
    keep: (draft) => stored("readwrite", (store) => store.put(draft)),
    forget: (key) => stored("readwrite", (store) => store.delete(key)),
    draftOf: (key) => stored("readonly", (store) => store.get(key)),
    async draftsOf(owner) {
      const found = await stored("readonly", (store) => store.getAll());
      return found.filter((draft) => draft.owner === owner).sort((a, b) => a.at.localeCompare(b.at));
    },
  };
}

// ── who is here: without a signal whoever was here last ──
export function lastPerson() {
  return JSON.parse(localStorage.getItem("reporter") ?? "null");
}
// ``unsent`` is what a logout asks about; a page that says none leaves what another one said.
export function rememberPerson({ user, name }, unsent) {
  const before = lastPerson();
  const kept = unsent ?? (before?.user === user ? before.unsent : 0);
  localStorage.setItem("reporter", JSON.stringify({ user, name, unsent: kept }));
}

// The bar names whoever holds the phone as far as it is known; after a logout nobody.
export function showPerson(person) {
  one("#who").textContent = person?.name ?? "";
}

// ── pictures: shrunk on the phone, kept as bytes with their digest ──
export async function pictureOf(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
  const bytes = await blob.arrayBuffer();
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return { digest: [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join(""), bytes };
}
// Why a file is no picture here: some phones take what their own browser cannot read.
export function unreadable({ name, type }) {
  return /hei[cf]/i.test(`${type} ${name}`)
    ? `“${name}”的格式（HEIC）这台手机的浏览器读不出：请用“拍照”，或者在手机的相机设置里把格式改成“兼容性最佳”。`
    : `“${name}”不是照片，没有加上。`;
}
export async function hasRoom() {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  return !quota || quota - usage > ROOM;
}
export function thumb(photo, alt, remove) {
  const item = document.createElement("li");
  const image = document.createElement("img");
  const reader = new FileReader();
  reader.onload = () => (image.src = reader.result);
  reader.readAsDataURL(new Blob([photo.bytes], { type: "image/jpeg" }));
  image.alt = alt;
  item.append(image, button("去掉", remove));
  return item;
}

// ── words on the page ──
export function say(text, wrong = false) {
  const place = one("#said");
  place.hidden = !text;
  place.textContent = text;
  place.classList.toggle("wrong", wrong);
}
export function sayLogin(address) {
  say("登录已结束，手机里的上报还在。", true);
  one("#said").append(Object.assign(document.createElement("a"), { href: address, textContent: "登录后自动发送" }));
}
export function showErrors(errors, form) {
  all("[data-error]", form).forEach((place) => {
    place.textContent = errors[place.dataset.error] ?? "";
    place.hidden = !place.textContent;
  });
  const first = one("[data-error]:not([hidden])", form);
  if (first) {
    first.closest("details")?.setAttribute("open", "");
    first.scrollIntoView({ block: "center" });
  }
}
// What accuses somebody is read by nobody whom a report goes to: the page asks before it is kept, as the server does.
// The box is there while such words are; the sentence is empty where there is nothing to ask, or it was answered.
export function accusing(form, ...texts) {
  const { accusing: words, asked } = document.body.dataset;
  const found = words.split(" ").find((word) => texts.join(" ").includes(word));
  const answered = form.elements.not_accusing;
  one("#accusing", form).hidden = !found;
  if (!found) answered.checked = false;
  return found && !answered.checked ? asked.replace("{}", found) : "";
}
export function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-small";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

// ── sending ──
export class NoSignal extends Error {}
export class NoLogin extends Error {}
// The server was reached and gave no answer to this one: it failed, or something on the way refused it.
export class NoAnswer extends Error {}
// A line that is there and carries nothing holds up the next round no longer than this.
const LONGEST_WAIT = 120000;
export async function ask(address, options = {}) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), LONGEST_WAIT);
  let reply, told;
  try {
    reply = await fetch(address, { redirect: "manual", cache: "no-store", signal: patience.signal, ...options });
    // The answer is there when its last word is.
    if ((reply.headers.get("content-type") ?? "").includes("json")) told = await reply.json();
  } catch {
    throw new NoSignal();
  } finally {
    clearTimeout(timer);
  }
  if (reply.type === "opaqueredirect" || reply.status === 401) throw new NoLogin();
  if (!told) throw new NoAnswer();
  return told;
}
const put = (address, body, type, token) =>
  ask(address, { method: "PUT", headers: { "X-CSRFToken": token, "Content-Type": type }, body });
// What the server says of the draft once it has the words and every picture that it lacked.
export async function sendDraft(reports, draft, told, token) {
  const digests = draft.photos.map((photo) => photo.digest);
  let answer = await put(`${reports}${draft.key}/`, JSON.stringify({ told, photos: digests }), "application/json", token);
  for (const digest of answer.missing ?? []) {
    const photo = draft.photos.find((each) => each.digest === digest);
    answer = await put(`${reports}${draft.key}/photos/${digest}/`, photo.bytes, "image/jpeg", token);
    if (answer.state === "wrong") break;
  }
  return answer;
}
// Sends every one that waits and says how many got no answer; those hold up none behind them.
export async function sendAll(waiting, send) {
  let unanswered = 0;
  for (const draft of waiting) {
    try {
      await send(draft);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      unanswered += 1;
    }
  }
  if (unanswered) say(`有 ${unanswered} 件没有收下，还在手机里，稍后自动再发；一直发不出的，请改在电脑上登记。`, true);
}
// One round of sending at a time; what was written meanwhile goes with one more, and who asks waits for it.
export function inRounds({ round, login, after }) {
  let under = null, again = false;
  async function once() {
    try {
      await round();
    } catch (error) {
      if (error instanceof NoLogin) sayLogin(login);
      else if (error instanceof NoAnswer) say(NOT_NOW, true);
      else if (!(error instanceof NoSignal)) throw error;
    } finally {
      await after();
    }
  }
  async function rounds() {
    try {
      do {
        again = false;
        await once();
      } while (again);
    } finally {
      under = null;
    }
  }
  return function flush() {
    again = true;
    under ??= rounds();
    return under;
  };
}
export function wheneverThereIsSignal(flush, worker) {
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
  setInterval(flush, 30000);
  navigator.serviceWorker?.register(worker).catch(() => undefined);
  navigator.storage?.persist?.();
}
