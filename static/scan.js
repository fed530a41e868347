// A scanned letter or fax lies beside the form while it is typed: the pictures that were chosen, from this machine; they
// are sent with the form and to nobody before.
const LARGEST = 20 * 1024 * 1024;
const card = document.querySelector("[data-scan]");
const box = document.querySelector("#id_files");
const [picture, said, turn, next] = ["img", "[data-scan-said]", "[data-scan-turn]", "[data-scan-next]"].map((which) => card.querySelector(which));
let scans = [];
let place = 0;
let angle = 0;

function show() {
  const file = scans[place];
  card.hidden = !file;
  if (!file) return;
  said.textContent = `${file.name}（第 ${place + 1} 张，共 ${scans.length} 张）`;
  next.hidden = scans.length < 2;
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    // A large one may come after the one that was turned to.
    if (file !== scans[place]) return;
    picture.src = reader.result;
    picture.alt = file.name;
  });
  reader.readAsDataURL(file);
}

box.addEventListener("change", () => {
  scans = [...box.files].filter((file) => file.type.startsWith("image/") && file.size <= LARGEST);
  place = 0;
  show();
});
next.addEventListener("click", () => {
  place = (place + 1) % scans.length;
  show();
});
turn.addEventListener("click", () => {
  angle = (angle + 90) % 360;
  picture.dataset.turned = angle;
});
picture.addEventListener("click", () => picture.toggleAttribute("data-large"));
