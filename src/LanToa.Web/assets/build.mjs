// Builds wwwroot/dist: one style sheet, one script, the icon sprite and the type, each named by its content, and manifest.json that tells
// the server the names. Runs on Node 18 and newer.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../wwwroot/dist");
const modules = join(here, "node_modules");
const hash = (content) => createHash("sha256").update(content).digest("hex").slice(0, 10);

async function put(manifest, key, extension, content) {
  const name = `${key}.${hash(content)}.${extension}`;
  await writeFile(join(out, name), content);
  manifest.files[`${key}.${extension}`] = name;
  return name;
}

async function fonts(manifest) {
  const ranges = {
    vietnamese: "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB",
    latin: "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
  };
  let css = "";
  for (const weight of [400, 500, 600])
    for (const [subset, range] of Object.entries(ranges)) {
      const key = `be-vietnam-pro-${subset}-${weight}`;
      const name = await put(manifest, key, "woff2", await readFile(join(modules, `@fontsource/be-vietnam-pro/files/${key}-normal.woff2`)));
      css += `@font-face{font-family:"Be Vietnam Pro";font-style:normal;font-weight:${weight};font-display:swap;src:url(${name}) format("woff2");unicode-range:${range}}`;
    }
  return css;
}

async function icons() {
  const names = JSON.parse(await readFile(join(here, "icons.json"), "utf8"));
  const symbols = await Promise.all(names.map(async (name) => {
    const svg = await readFile(join(modules, `@tabler/icons/icons/outline/${name}.svg`), "utf8");
    const body = svg.replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>/, "").replace("</svg>", "").replace(/\s+/g, " ").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
  }));
  return { names, sprite: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>` };
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const manifest = { files: {}, icons: [] };

const compiled = sass.compile(join(here, "scss/app.scss"), {
  loadPaths: [join(modules, "@tabler/core/scss"), modules], quietDeps: true,
  silenceDeprecations: ["import", "global-builtin", "color-functions", "mixed-decls"], logger: sass.Logger.silent,
});
const css = await esbuild.transform((await fonts(manifest)) + compiled.css, { loader: "css", minify: true, target: ["chrome100", "firefox100", "safari15"] });
await put(manifest, "app", "css", css.code);

const script = await esbuild.build({
  entryPoints: [join(here, "js/app.js")], bundle: true, minify: true, write: false, format: "iife", target: ["chrome100", "firefox100", "safari15"], legalComments: "none",
});
await put(manifest, "app", "js", script.outputFiles[0].contents);

// Answers without a network; it stands beside the others and may serve the whole site (Hosting/StaticFiles.cs).
const worker = await esbuild.build({
  entryPoints: [join(here, "js/worker.js")], bundle: true, minify: true, write: false, format: "iife", target: ["chrome100", "firefox100", "safari15"], legalComments: "none",
});
await put(manifest, "worker", "js", worker.outputFiles[0].contents);

const { names, sprite } = await icons();
await put(manifest, "icons", "svg", sprite);
manifest.icons = names;
const emblem = await put(manifest, "emblem", "svg", await readFile(join(here, "emblem.svg")));
// Put on a phone's screen like a program of its own.
await put(manifest, "app", "webmanifest", JSON.stringify({
  id: "/", name: "LanToa: tuyên truyền cải cách hành chính", short_name: "LanToa", lang: "vi", start_url: "/today", scope: "/", display: "standalone",
  background_color: "#ffffff", theme_color: "#ffffff", icons: [{ src: `/dist/${emblem}`, sizes: "any", type: "image/svg+xml", purpose: "any" }],
  shortcuts: [{ name: "Ghi hoạt động", url: "/activities/log" }, { name: "Hàng chờ gửi", url: "/activities/queue" }],
}));
// Last, so that a broken build never looks finished.
await writeFile(join(out, "manifest.json"), JSON.stringify(manifest, null, 1));
