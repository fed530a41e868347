// Makes pages quicker to work with; every page also works without it. No framework, no inline handlers, no eval.
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (node) => node.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const announce = (text) => {
    const place = one("#announce");
    if (place) place.textContent = text;
  };

  // ── one sentence at the foot of the page, gone after a while ──
  let toastTimer;
  function toast(text) {
    let place = one(".toast");
    if (!place) {
      place = document.createElement("div");
      place.className = "toast";
      place.setAttribute("role", "alert");
      document.body.append(place);
    }
    place.textContent = text;
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => place.remove(), 8000);
  }

  // ── the list from which a case was opened: back to it as it was filtered, and on to its neighbours ──
  function rememberList() {
    const urls = rowLinks().map((link) => link.pathname).filter((path) => path?.startsWith("/cases/"));
    if (urls.length < 2) return;
    const list = { person: document.body.dataset.person, back: location.pathname + location.search, urls };
    sessionStorage.setItem("list", JSON.stringify(list));
  }
  function showNeighbours() {
    const place = one("[data-neighbours]");
    const list = JSON.parse(sessionStorage.getItem("list") ?? "null");
    if (!document.body.dataset.person) sessionStorage.removeItem("list");
    if (!place || !list || list.person !== document.body.dataset.person) return;
    const at = list.urls.indexOf(location.pathname);
    if (at < 0) return;
    const ways = { prev: list.urls[at - 1], up: list.back, next: list.urls[at + 1] };
    all("a", place).forEach((link) => {
      const url = ways[link.rel];
      if (url) link.href = url;
      else link.removeAttribute("href");
    });
    one("[rel=up]", place).textContent = `清单第 ${at + 1} / ${list.urls.length} 件`;
    place.hidden = false;
  }
  addEventListener("pageshow", () => {
    rememberList();
    showNeighbours();
  });
  document.addEventListener("htmx:afterSettle", rememberList);

  // ── what is suggested goes into its field when it is pressed ──
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    const field = button && one(`[name="${button.dataset.fill}"]`);
    if (!field) return;
    field.value = button.dataset.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });

  // ── tick every row of the page, or what stands together on it ──
  const boxesOf = (button) => {
    const together = button.closest("[data-checks]");
    return together ? all("input[type=checkbox]", together) : all(`input[form="${button.form.id}"][type=checkbox]`);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-check-all]");
    if (!button) return;
    const boxes = boxesOf(button);
    const tick = boxes.some((box) => !box.checked);
    boxes.forEach((box) => { box.checked = tick; });
  });
  const offerCheckAll = () => all("[data-check-all]").forEach((button) => { button.hidden = boxesOf(button).length < 2; });
  offerCheckAll();
  document.addEventListener("htmx:afterSwap", offerCheckAll);

  // ── a row is opened wherever it is pressed; what can be pressed in it does what it says ──
  document.addEventListener("click", (event) => {
    const link = one(".row-link", event.target.closest("[data-list] tbody tr") ?? document.createElement("tr"));
    if (!link || event.target.closest("a, button, input, label, select, summary") || String(getSelection())) return;
    if (event.target.closest(".cell-box")) one("input", event.target.closest(".cell-box")).click();
    else if (event.ctrlKey || event.metaKey) open(link.href);
    else link.click();
  });

  // ── keyboard: what each key does is said on the layer that ? opens ──
  const KEYS = [
    ["/", "到搜索框；编号输完就打开"],
    ["n", "登记"],
    ["g", "回到首页"],
    ["↑ ↓", "在清单里上下移动"],
    ["Enter", "打开选中的事项"],
    ["j k", "从清单打开的：下一件、上一件"],
    ["b", "打开蓝色的下一步"],
    ["Ctrl + Enter", "办理正在填写的这一步"],
    ["Ctrl + Shift + Enter", "办理并接着办下一件"],
    ["Esc", "收起"],
    ["?", "看这张表"],
  ];
  function showKeys() {
    let layer = one("dialog.keys");
    if (!layer) {
      const made = (name, text = "") => Object.assign(document.createElement(name), { textContent: text });
      layer = Object.assign(made("dialog"), { className: "keys" });
      layer.setAttribute("aria-label", "键盘");
      const table = made("table");
      KEYS.forEach(([keys, words]) => {
        const row = table.insertRow();
        row.insertCell().append(...keys.split(" ").flatMap((key) => [key === "+" ? key : made("kbd", key), " "]));
        row.insertCell().textContent = words;
      });
      const close = Object.assign(made("form"), { method: "dialog" });
      close.append(Object.assign(made("button", "关闭"), { className: "button" }));
      layer.append(made("h2", "键盘"), table, close);
      document.body.append(layer);
    }
    layer.showModal();
  }
  // What a key presses if it is on the page.
  const PRESSED = { g: ".brand", j: "[data-neighbours] [rel=next][href]", k: "[data-neighbours] [rel=prev][href]", b: ".step-row .button-primary" };
  // Where something is being answered a letter leads nowhere; a key that is held down presses once.
  const leadsAway = (event) => !event.repeat && !event.target.closest("form[data-main], dialog[open]");
  const rowLinks = () => all("[data-list] .row-link");
  function moveInList(by) {
    const links = rowLinks();
    if (!links.length) return false;
    const row = document.activeElement.closest?.("[data-list] tr, [data-list] li");
    const at = links.findIndex((link) => row?.contains(link));
    const next = links[Math.min(Math.max(at + by, 0), links.length - 1)];
    next.focus();
    next.closest("tr, li").scrollIntoView({ block: "nearest" });
    return true;
  }
  function save(from, then = "") {
    const form = from.closest("form") ?? one("form[data-main]");
    const button = form && (then ? one(`button[name=then][value=${then}]`, form) : one("[data-save]", form) ?? one("button:not([type=button])", form));
    if (button) form.requestSubmit(button);
    return Boolean(button);
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      // A key that is held down sends one form and not the next one too.
      if (event.repeat || save(event.target, event.shiftKey ? "next" : "")) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" && event.repeat && event.target.closest("button")) {
      event.preventDefault();
      return;
    }
    if (event.key === "Escape") {
      all("details[data-menu][open]").forEach((menu) => {
        menu.open = false;
        one("summary", menu).focus();
      });
      return;
    }
    if (typing(event.target)) return;
    if (event.key === "/") {
      const search = one("#site-search");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.key === "n" && document.body.dataset.register && leadsAway(event)) {
      location.assign(document.body.dataset.register);
    } else if (event.key === "?") {
      showKeys();
    } else if (PRESSED[event.key] && leadsAway(event)) {
      one(PRESSED[event.key])?.click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (moveInList(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    }
  });
  // The whole number of a case in the box of the search opens it: no number begins so that has more digits.
  const WHOLE_NUMBER = /^[a-z]{2,4}(19|20)\d\d-?(0\d{5}|[1-9]\d{7})$/i;
  one("#site-search")?.addEventListener("input", (event) => {
    if (!event.isComposing && WHOLE_NUMBER.test(event.target.value.trim())) event.target.form.requestSubmit();
  });
  document.addEventListener("click", (event) => {
    all("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // ── a phone that several people use: reports that wait belong to whoever made them (report.js) ──
  const kept = () => JSON.parse(localStorage.getItem("reporter") ?? "null");
  const person = Number(document.body.dataset.person);
  if (person && kept() && kept().user !== person) localStorage.setItem("reporter", JSON.stringify({ user: person, name: document.body.dataset.name }));
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-leave]")) return;
    if (kept()?.unsent) {
      event.preventDefault();
      location.assign(event.target.dataset.leave);
    } else localStorage.removeItem("reporter");
  });

  // ── a form is sent once, however often its button is pressed ──
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    // What only shows something in another tab sends nothing.
    if (event.submitter?.formTarget === "_blank") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    announce("正在保存");
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // ── pickers: find by typing. An input asks its data-picker address for {results: [{value, hint, key, more}], lately,
  //    said}. What has more under it opens in its place; nothing typed is ever taken away. Without this the words that
  //    a person types are read as they are. ──
  let pickers = 0;
  class Picker {
    constructor(input) {
      this.input = input;
      this.at = -1;
      this.found = [];
      this.list = document.createElement("ul");
      this.list.className = "picker-list";
      this.list.id = `picker-${++pickers}`;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "可选项");
      this.list.hidden = true;
      const wrap = document.createElement("div");
      wrap.className = "picker";
      input.replaceWith(wrap);
      wrap.append(input, this.list);
      const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
      Object.entries(roles).forEach(([name, value]) => input.setAttribute(name, value));
      input.autocomplete = "off";
      input.addEventListener("input", () => this.ask());
      input.addEventListener("click", () => this.list.hidden && this.ask());
      input.addEventListener("blur", () => setTimeout(() => document.activeElement === input || this.close(), 150));
      input.addEventListener("keydown", (event) => this.key(event));
      this.list.addEventListener("mousedown", (event) => {
        const index = this.items().indexOf(event.target.closest("[role=option]"));
        event.preventDefault();
        if (index < 0) return;
        if (event.target.closest(".picker-more")) this.open(index);
        else this.take(index);
      });
    }
    items() {
      return all("[role=option]", this.list);
    }
    // What is listed answers what stands in the box: whoever types faster than the line answers takes nothing by mistake.
    answers() {
      return this.of === this.input.value.trim();
    }
    ask() {
      clearTimeout(this.timer);
      this.wanted = false;
      this.asking = true;
      this.timer = setTimeout(async () => {
        const asked = this.input.value.trim();
        // What was taken stands in the box: who clicks on it again wants to see the others.
        const answer = await this.source(asked === this.taken ? { q: "" } : { q: asked }).catch(() => null);
        // Something else was typed meanwhile, or taken.
        if (!this.asking || asked !== this.input.value.trim()) return;
        this.asking = false;
        if (!answer || document.activeElement !== this.input) return;
        const lately = answer.lately ?? [];
        const heading = (index, text) => (lately.length && index === 0 ? { heading: text } : {});
        this.said = answer.said ?? "";
        this.of = asked;
        const found = [
          ...lately.map((choice, index) => ({ ...choice, more: false, ...heading(index, "本单位近期用过") })),
          ...answer.results.map((choice, index) => ({ ...choice, ...heading(index, "全部") })),
        ];
        // Enter on what stands in the box leaves it there.
        this.show(found, asked && asked === this.taken ? found.findIndex((choice) => choice.value === asked) : 0);
        if (this.wanted) this.take(this.at);
      }, 120);
    }
    async source(asked) {
      const address = new URL(this.input.dataset.picker, location.href);
      Object.entries(asked).forEach(([name, value]) => address.searchParams.set(name, value));
      const reply = await fetch(address, { headers: { Accept: "application/json" } });
      return reply.ok ? reply.json() : null;
    }
    show(found, at = 0) {
      this.found = found;
      this.at = found.length ? at : -1;
      const lines = found.flatMap((choice, index) => [...(choice.heading ? [this.note(choice.heading)] : []), this.line(choice, index)]);
      this.list.replaceChildren(...lines, ...(this.said ? [this.note(this.said)] : []));
      this.list.hidden = !lines.length && !this.said;
      if (this.said) announce(this.said);
      this.input.setAttribute("aria-expanded", String(!this.list.hidden));
      this.mark();
    }
    note(text) {
      const item = document.createElement("li");
      item.className = "picker-note";
      item.setAttribute("role", "presentation");
      item.textContent = text;
      return item;
    }
    line(choice, index) {
      const item = document.createElement("li");
      item.id = `${this.list.id}-${index}`;
      item.className = `picker-${Math.min(choice.depth ?? 0, 3)}`;
      item.setAttribute("role", "option");
      if (choice.more) {
        const more = document.createElement("span");
        more.className = choice.opened ? "picker-more picker-opened" : "picker-more";
        more.title = choice.opened ? "收起（左方向键）" : "展开下一级（右方向键）";
        item.append(more);
      }
      item.append(choice.value);
      if (choice.hint) {
        const hint = document.createElement("small");
        hint.textContent = choice.hint;
        item.append(hint);
      }
      return item;
    }
    async open(index) {
      const choice = this.found[index];
      const depth = choice?.depth ?? 0;
      if (!choice?.more) return;
      let end = index + 1;
      while (end < this.found.length && (this.found[end].depth ?? 0) > depth && !this.found[end].heading) end += 1;
      const answer = choice.opened ? { results: [] } : await this.source({ under: choice.key }).catch(() => null);
      if (!answer || this.found[index] !== choice) return;
      const below = answer.results.map((each) => ({ ...each, depth: depth + 1 }));
      const itself = { ...choice, opened: !choice.opened };
      this.show([...this.found.slice(0, index), itself, ...below, ...this.found.slice(end)], index);
    }
    mark() {
      this.items().forEach((item, index) => item.setAttribute("aria-selected", String(index === this.at)));
      const item = this.items()[this.at];
      if (item && !this.list.hidden) {
        this.input.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      } else this.input.removeAttribute("aria-activedescendant");
    }
    take(index) {
      if (!this.found[index]) return;
      this.input.value = this.taken = this.found[index].value;
      clearTimeout(this.timer);
      this.asking = false;
      this.close();
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.mark();
    }
    key(event) {
      if (event.isComposing) return;
      const open = !this.list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) return this.ask();
        if (!this.found.length) return;
        const step = event.key === "ArrowDown" ? 1 : -1;
        this.at = (this.at + step + this.found.length) % this.found.length;
        this.mark();
      } else if (open && ["ArrowRight", "ArrowLeft"].includes(event.key) && this.found[this.at]?.more) {
        if (Boolean(this.found[this.at].opened) === (event.key === "ArrowRight")) return;
        event.preventDefault();
        this.open(this.at);
      } else if ((open || this.asking) && event.key === "Enter" && !event.ctrlKey) {
        event.preventDefault();
        if (open && this.answers()) return this.take(this.at);
        this.ask();
        this.wanted = true;
      } else if (open && event.key === "Tab" && this.answers() && this.input.value.trim() && this.input.value !== this.taken) {
        // A number says nothing of what it stands for: of several none is taken by going on.
        if (this.found.length === 1 || !("pickerNumbers" in this.input.dataset)) this.take(this.at);
      } else if (open && event.key === "Escape") {
        event.preventDefault();
        this.close();
      }
    }
  }

  // ── what is being written in a long box stays in this tab until it is sent or the person leaves, and is there again
  //    after the page was left or the login ran out; only where the box comes back empty, so that nothing newer is lost.
  //    Forms of one address are told apart by what their first button says. ──
  const draftsOf = `draft:${person}:`;
  const draftOf = (form) => {
    const says = one("button:not([type=button])", form)?.textContent.trim();
    return `${draftsOf}${form.getAttribute("action") || location.pathname + location.search} ${says}`;
  };
  const longTexts = (form) => all("textarea[name]", form);
  function keepDraft(form) {
    const kept = JSON.parse(sessionStorage.getItem(draftOf(form)) ?? "{}");
    const back = longTexts(form).filter((text) => kept[text.name] && !text.value.trim());
    back.forEach((text) => {
      text.value = kept[text.name];
    });
    if (back.length) announce("上次没有提交的文字已经填回。");
    if (back.length) toast("上次没有提交的文字已经填回，请核对。");
    form.addEventListener("input", (event) => {
      // What is typed while it is being sent is no draft of the next one.
      if (!event.target.matches("textarea[name]") || form.dataset.sent) return;
      const texts = longTexts(form).filter((text) => text.value.trim()).map((text) => [text.name, text.value]);
      sessionStorage.setItem(draftOf(form), JSON.stringify(Object.fromEntries(texts)));
    });
    form.addEventListener("submit", (event) => {
      if (event.submitter?.formTarget !== "_blank") sessionStorage.removeItem(draftOf(form));
    });
  }
  // ── Back gives the whole form as it was left: the browser brings long texts back, and no box that it must not suggest
  //    from; those stay with this entry of the tab's history and nowhere else. Whoever came in after another finds
  //    nothing of it ──
  const unsuggested = (form) => all("input[autocomplete=off][name]:not([type=hidden])", form);
  document.addEventListener("change", ({ target: { form } }) => {
    if (form?.method !== "post") return;
    const told = unsuggested(form).map((box) => [box.name, box.value]);
    history.replaceState({ ...history.state, typist: person, boxes: Object.fromEntries(told) }, "");
  });
  // A text that was begun and not left yet is brought back too.
  document.addEventListener("input", () => {
    if (person && history.state?.typist !== person) history.replaceState({ ...history.state, typist: person }, "");
  });
  addEventListener("pageshow", () => {
    if (performance.getEntriesByType("navigation")[0]?.type !== "back_forward" || !history.state?.typist) return;
    const { typist, boxes = {}, ...others } = history.state;
    const forms = all("form[method=post]");
    if (typist !== person) {
      history.replaceState(others, "");
      forms.forEach((form) => form.reset());
      return;
    }
    forms.flatMap(unsuggested).filter((box) => boxes[box.name] && !box.value).forEach((box) => {
      box.value = boxes[box.name];
    });
  });
  // Nobody else finds it: it goes when the person leaves, and where another one comes in.
  const forgetDrafts = (kept) => {
    const names = Object.keys(sessionStorage).filter((name) => name.startsWith("draft:") && !kept?.(name));
    names.forEach((name) => sessionStorage.removeItem(name));
  };
  if (person) forgetDrafts((name) => name.startsWith(draftsOf));
  // Where a login ran out and nobody comes back, nothing waits in the tab of a shared computer for longer than that.
  else setTimeout(forgetDrafts, 30 * 60_000);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[action*=logout]") && !event.defaultPrevented) forgetDrafts();
  });

  // ── files dropped on the area join those already chosen; names are listed below ──
  function dropArea(area) {
    const input = one("input[type=file]", area);
    if (!input) return;
    const button = document.createElement("label");
    button.className = "button button-small";
    button.htmlFor = input.id;
    button.textContent = "选择文件";
    const hint = document.createElement("span");
    hint.className = "drop-hint desk-only";
    hint.textContent = "或者拖到这里";
    const list = document.createElement("ul");
    list.className = "drop-list";
    input.after(button, hint, list);
    area.classList.add("drop-live");
    const show = () =>
      list.replaceChildren(
        ...[...input.files].map((file) => {
          const item = document.createElement("li");
          item.textContent = `${file.name} · ${Math.max(1, Math.round(file.size / 1024)).toLocaleString("zh-CN")} KB`;
          return item;
        }),
      );
    input.addEventListener("change", show);
    ["dragover", "dragenter"].forEach((name) =>
      area.addEventListener(name, (event) => {
        event.preventDefault();
        area.classList.add("drop-over");
      }),
    );
    ["dragleave", "drop"].forEach((name) => area.addEventListener(name, () => area.classList.remove("drop-over")));
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      const files = new DataTransfer();
      const kept = input.multiple ? [...input.files] : [];
      [...kept, ...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1).forEach((file) => files.items.add(file));
      input.files = files.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  // ── tables to fill in: one more row, copied from the pattern beside the table ──
  function growRows(area) {
    const button = one("[data-rows-add]", area);
    const pattern = one("template", area);
    button.hidden = false;
    button.addEventListener("click", () => {
      const number = area.dataset.next++;
      const fresh = document.createElement("template");
      fresh.innerHTML = pattern.innerHTML.replaceAll("__n__", number);
      const row = fresh.content.firstElementChild;
      one("tbody", area).append(row);
      enliven(row);
      dropRows(row);
      one("input:not([type=hidden]), select, textarea", row)?.focus();
    });
    dropRows(area);
  }
  function dropRows(root) {
    all("[data-rows-drop]", root).forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        const row = button.closest("tr");
        const near = row.nextElementSibling ?? row.previousElementSibling;
        row.closest("form").dispatchEvent(new Event("input", { bubbles: true }));
        row.remove();
        one("input:not([type=hidden]), select, textarea", near ?? document)?.focus();
      });
    });
  }

  // ── names to choose from that stand in a table of the same form: <datalist data-from="fields" data-kinds="date">;
  //    with data-options each choice of such a row, as name=choice ──
  function offerNames(list) {
    const { from, kinds, options } = list.dataset;
    const form = list.closest("form");
    form.addEventListener("focusin", ({ target }) => {
      if (target.getAttribute("list") !== list.id) return;
      const names = all(`[name^="${from}-"][name$="-label"]`, form).flatMap((label) => {
        const beside = (name) => form.elements[label.name.replace(/label$/, name)]?.value ?? "";
        const called = label.value.trim();
        if (!called || !kinds.split(" ").includes(beside("kind"))) return [];
        if (options === undefined) return [called];
        return beside("options").split(/[、,]/).filter((each) => each.trim()).map((each) => `${called}=${each.trim()}`);
      });
      list.replaceChildren(...names.map((value) => Object.assign(document.createElement("option"), { value })));
    });
  }

  // ── parts of a form that stand only for certain choices: data-when="field=value other"; "field=" for none at all ──
  // What is written in a field is sent with the form, so whoever sends it sees it, whatever they chose meanwhile. One of
  // several choices cannot be emptied: it is not sent while it is hidden.
  const isWritten = (part) =>
    part.classList.contains("field") &&
    all("textarea, select, input:not([type=hidden], [type=radio])", part).some((box) =>
      box.type === "checkbox" ? box.checked : box.value.trim(),
    );
  function showWhen(root) {
    all("[data-when]", root).forEach((part) => {
      const [name, values] = part.dataset.when.split("=");
      const form = part.closest("form");
      const follow = () => {
        const chosen = new FormData(form).getAll(name);
        const asked = values ? values.split(" ").some((value) => chosen.includes(value)) : !chosen.some(Boolean);
        // What is likeliest comes with the answer that asks for it, and goes with it.
        all("[data-begins]", part).forEach((box) => {
          if (asked && !box.value) box.value = box.dataset.begins;
          else if (!asked && box.value === box.dataset.begins) box.value = "";
        });
        part.hidden = !asked && !part.classList.contains("field-wrong") && !isWritten(part);
        if (!part.matches(".field:not([data-narrow])")) return;
        all("[type=radio]", part).forEach((choice) => {
          choice.disabled = part.hidden;
        });
      };
      form.addEventListener("change", follow);
      follow();
    });
  }

  // ── choices that are left for another choice: data-narrow="field=value:code code;value:code"; one alone is taken.
  //    What has a kind is left by its kind ──
  function narrow(root) {
    all("[data-narrow]", root).forEach((part) => {
      const [name, lines] = part.dataset.narrow.split("=");
      const left = Object.fromEntries(lines.split(";").map((line) => line.split(":")).map(([value, codes]) => [value, codes.split(" ")]));
      const form = part.closest("form");
      let taken;
      const follow = () => {
        const codes = left[new FormData(form).get(name)];
        // What was taken for an answer goes with it where the next one asks for nothing.
        if (taken && !codes) taken.selected = taken.checked = false;
        const choices = all("option, input[type=radio]", part).filter((choice) => choice.value);
        choices.forEach((choice) => {
          const fits = !codes || codes.includes(choice.dataset.kind ?? choice.value);
          (choice.matches("option") ? choice : choice.closest("div")).hidden = !fits;
          choice.disabled = !fits;
          if (!fits) choice.selected = choice.checked = false;
        });
        const fitting = choices.filter((choice) => !choice.disabled);
        taken = codes && fitting.length === 1 && !fitting[0].selected && !fitting[0].checked ? fitting[0] : undefined;
        if (taken) taken.selected = taken.checked = true;
      };
      form.addEventListener("change", (event) => event.target.name === name && follow());
      follow();
    });
  }

  // ── many boxes to tick: what is typed above them leaves those that answer it, and those that are ticked ──
  const MANY_BOXES = 12;
  function siftBoxes(root) {
    all(".field fieldset", root).forEach((part) => {
      const boxes = all("[type=checkbox]:not(.rows *)", part).map((box) => [box, box.closest("label")]);
      if (boxes.length < MANY_BOXES) return;
      const words = document.createElement("input");
      Object.assign(words, { type: "search", className: "control", placeholder: "查找名称" });
      words.setAttribute("aria-label", `在${one("legend", part).firstChild.textContent.trim()}中查找`);
      const sift = () => {
        const wanted = words.value.trim();
        boxes.forEach(([box, label]) => (label.parentElement.hidden = !box.checked && !label.textContent.includes(wanted)));
      };
      words.addEventListener("input", sift);
      words.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
      boxes[0][1].parentElement.parentElement.before(words);
    });
  }

  // ── stock phrases under a long box: one goes in at the caret; what is written there is kept in another tab ──
  function offerPhrases(area) {
    const box = one("textarea", area.parentElement);
    all("[data-phrase]", area).forEach((button) =>
      button.addEventListener("click", () => {
        box.setRangeText(button.textContent, box.selectionStart, box.selectionEnd, "end");
        box.dispatchEvent(new Event("input", { bubbles: true }));
        box.focus();
      }),
    );
    const keep = one("[data-phrase-keep]", area);
    keep.hidden = false;
    keep.addEventListener("click", () => {
      if (!box.value.trim()) return box.focus();
      const form = document.createElement("form");
      const sent = { csrfmiddlewaretoken: one("[name=csrfmiddlewaretoken]", box.form).value, text: box.value };
      Object.assign(form, { method: "post", action: area.dataset.phrases, target: "_blank", hidden: true });
      Object.entries(sent).forEach(([name, value]) => {
        const input = document.createElement("textarea");
        Object.assign(input, { name, value });
        form.append(input);
      });
      document.body.append(form);
      form.submit();
      form.remove();
    });
  }

  function enliven(root) {
    all("input[data-picker]", root)
      .filter((input) => !input.hasAttribute("role"))
      .forEach((input) => new Picker(input));
    all("form[method=post]", root).filter((form) => longTexts(form).length).forEach(keepDraft);
    all("[data-drop]", root).forEach(dropArea);
    all("[data-rows]", root).forEach(growRows);
    all("datalist[data-from]", root).forEach(offerNames);
    all("[data-phrases]", root).forEach(offerPhrases);
    all("[data-take]", root).forEach(takeOnce);
    all("[data-print]", root).forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => print());
    });
    all(".table-wrap", root).filter(isOnlySeenByScrolling).forEach((wrap) => (wrap.tabIndex = 0));
    // What is asked follows from what is left.
    narrow(root);
    showWhen(root);
    siftBoxes(root);
    one("[data-error-summary]", root)?.focus();
  }
  // A file that was waited for comes by itself, once.
  const takeOnce = (link) => {
    if (sessionStorage.getItem("taken") === link.href) return;
    const take = () => {
      sessionStorage.setItem("taken", link.href);
      link.click();
    };
    // A page that is still loading is not left for the file.
    if (document.readyState === "complete") take();
    else addEventListener("load", () => setTimeout(take, 100), { once: true });
  };
  // What nothing inside leads to is reached by the keyboard itself.
  const isOnlySeenByScrolling = (wrap) => wrap.scrollWidth > wrap.clientWidth && !one("a[href], button, input, select, textarea", wrap);
  // The first box of a step that still waits for its answer. Where all have one the form itself, to be read: Ctrl + Enter
  // sends it, and no single key sends what nobody has looked at.
  const isAnswered = (box) =>
    box.type === "radio" ? all(`[name="${box.name}"]`, box.form).some((each) => each.checked)
    : box.type === "checkbox" ? box.checked
    : Boolean(box.value);
  function firstOpen(root) {
    if (!root || one("[data-error-summary]", root)) return undefined;
    const boxes = all("form[data-main] :is(input:not([type=hidden], [type=file]), select, textarea):is(:required, [data-needed] *)", root);
    const open = boxes.find((box) => box.offsetParent && !isAnswered(box)) ?? one("form[data-main]", root);
    if (open?.matches("form")) open.tabIndex = -1;
    return open;
  }
  // A page that is there to be typed into begins at its first box; on a phone that would open the keyboard over it.
  const begin = () => {
    if (document.activeElement !== document.body || !matchMedia("(pointer: fine)").matches) return;
    const box = all("form[data-begin] input[type=text]").find((each) => each.offsetParent) ?? firstOpen(one("#step, form[data-answer]"));
    box?.focus({ preventScroll: true });
  };
  const ready = () => {
    enliven(document);
    begin();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();

  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) enliven(event.target);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.dataset.focus !== undefined) {
      (firstOpen(event.target) ?? one("input:not([type=hidden]), select, textarea, button", event.target))?.focus();
      event.target.scrollIntoView({ block: "nearest" });
    }
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([400, 409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    toast(status === 403 ? "您没有办理这项操作的权限，或者登录已经过期，请刷新页面。" : "刚才的操作没有完成，内容还在页面上，请稍后再试。");
  });
  document.addEventListener("htmx:sendError", () => toast("网络不通，刚才的操作没有保存。恢复后请再试一次。"));
})();
