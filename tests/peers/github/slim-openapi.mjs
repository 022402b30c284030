#!/usr/bin/env node
// Cuts GitHub's OpenAPI description down to the paths that the adapter calls, with every $ref they need: the proxy then starts in seconds.
//   node slim-openapi.mjs OUT.json PATH...      a path such as /repos/{}/{}/pulls/{}: how its parameters are called does not matter
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const packageFile = createRequire(import.meta.url).resolve('@octokit/openapi/package.json');
const spec = JSON.parse(fs.readFileSync(path.join(path.dirname(packageFile), 'generated/api.github.com.json')));
const [out, ...paths] = process.argv.slice(2);
const slim = { openapi: spec.openapi, info: spec.info, paths: {}, components: {} };
for (const wanted of paths) {
  const found = Object.keys(spec.paths).find(known => known.replace(/\{[^}]*\}/g, '{}') === wanted);
  if (!found) throw new Error(`GitHub has no ${wanted}`);
  slim.paths[found] = spec.paths[found];
}

const seen = new Set();
const addReferenced = node => {
  if (!node || typeof node !== 'object') return;
  if (typeof node.$ref === 'string' && !seen.has(node.$ref)) {
    seen.add(node.$ref);
    const [, , kind, name] = node.$ref.split('/');
    (slim.components[kind] ??= {})[name] = spec.components[kind][name];
    addReferenced(spec.components[kind][name]);
  }
  Object.values(node).forEach(addReferenced);
};
addReferenced(slim.paths);
fs.writeFileSync(out, JSON.stringify(slim));
