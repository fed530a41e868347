// Puts what the pages load from the npm packages into static/vendor/, so that the site serves every byte itself:
// offices sit on closed networks. Run it with `npm run build`; it may run any number of times.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "node_modules");
const vendor = join(here, "vendor");

// Every icon a template, the navigation or a table of data names. A name the icon set does not know stops the build.
const ICONS = [
  "activity", "adjustments-horizontal", "alert-circle", "alert-triangle", "archive", "arrow-left",
  "arrow-right", "arrows-split", "barbell", "battery-charging", "bell", "briefcase", "building", "building-community",
  "building-store", "bulb", "bulb-off", "calendar", "calendar-repeat", "calendar-time", "camera", "camera-off", "car-off",
  "certificate", "chart-bar", "check", "checklist", "chevron-down", "chevron-left", "chevron-right",
  "circle-check", "circle-dashed", "clipboard-list", "clock", "crane", "current-location", "dog",
  "download", "droplet-off", "edit", "eye", "eye-off", "file-import", "file-text", "files", "filter",
  "fire-hydrant", "flame", "gas-station", "gavel", "git-merge", "heart-handshake", "help-circle", "history", "home",
  "home-heart", "home-x", "hourglass", "id", "info-circle", "key", "layout-dashboard", "lifebuoy", "link",
  "list-details", "lock", "logout", "mail", "map", "map-2", "map-pin", "menu-2", "message", "message-2",
  "mountain", "paperclip", "phone", "plant", "player-pause", "plus", "printer", "refresh",
  "report-analytics", "ripple", "road", "scale", "search", "send", "settings", "shield-check", "shield-search", "sitemap",
  "table-export", "trash", "upload", "user", "user-plus", "user-search", "users", "users-group", "volume",
  "wave-sine", "wifi-off", "x",
];

async function sprite() {
  const symbols = await Promise.all(
    ICONS.map(async (name) => {
      const svg = await readFile(join(modules, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
      const shapes = svg
        .slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>"))
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line && !line.includes('stroke="none"'));
      return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.join("")}</symbol>`;
    }),
  );
  await writeFile(
    join(vendor, "icons.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`,
  );
}

async function fonts() {
  const source = join(modules, "@fontsource-variable/noto-sans-sc");
  const css = await readFile(join(source, "index.css"), "utf8");
  await mkdir(join(vendor, "fonts"), { recursive: true });
  const files = [...css.matchAll(/\.\/files\/([\w-]+\.woff2)/g)].map((match) => match[1]);
  await Promise.all(files.map((name) => cp(join(source, "files", name), join(vendor, "fonts", name))));
  const compact = css
    .replace(/\/\*.*?\*\//gs, "")
    .replaceAll("./files/", "fonts/")
    .replace(/\s*([{};:,])\s*/g, "$1")
    .trim();
  await writeFile(join(vendor, "fonts.css"), `${compact}\n`);
}

// The faces that the binder of case files embeds; it reads them from here, no page loads them.
async function printFaces() {
  const source = join(modules, "@expo-google-fonts/noto-serif-sc");
  const folder = join(vendor, "print");
  await mkdir(folder, { recursive: true });
  await Promise.all([
    cp(join(source, "400Regular/NotoSerifSC_400Regular.ttf"), join(folder, "NotoSerifSC_400Regular.ttf")),
    cp(join(source, "700Bold/NotoSerifSC_700Bold.ttf"), join(folder, "NotoSerifSC_700Bold.ttf")),
    cp(join(source, "LICENSE_FONT"), join(folder, "LICENSE_FONT")),
  ]);
}

await rm(vendor, { recursive: true, force: true });
await mkdir(vendor, { recursive: true });
await Promise.all([
  sprite(),
  fonts(),
  printFaces(),
  cp(join(modules, "htmx.org/dist/htmx.min.js"), join(vendor, "htmx.min.js")),
  cp(join(modules, "echarts/dist/echarts.common.min.js"), join(vendor, "echarts.js")),
  cp(join(modules, "leaflet/dist/leaflet.js"), join(vendor, "leaflet.js")),
  cp(join(modules, "leaflet/dist/leaflet.css"), join(vendor, "leaflet.css")),
  cp(join(modules, "leaflet/dist/images"), join(vendor, "images"), { recursive: true }),
  cp(join(modules, "leaflet.markercluster/dist/leaflet.markercluster.js"), join(vendor, "leaflet.markercluster.js")),
]);
