#!/usr/bin/env node
// Posts the same requests to Bolt and to a host and compares what they think of the signatures.
//   node signatures.mjs --url http://127.0.0.1:8001/slack/commands --secret S       exit 1 when they disagree where Bolt is right
import { parseArgs } from 'node:util';
import { startBolt } from './bolt-peer.mjs';
import { bodies, sign } from './lib/slack.mjs';

const { values: given } = parseArgs({ options: { url: { type: 'string' }, secret: { type: 'string' } } });
const bolt = await startBolt({ secret: given.secret });
const now = Math.floor(Date.now() / 1000);
const body = bodies.slashCommand({ command: '/sre', text: 'ünïcode + &amp; %00' });
const right = sign(given.secret, now, body);
const cases = [
  ['right', {}],
  ['wrong secret', { signature: sign('other', now, body) }],
  ['old', { ts: now - 301, signature: sign(given.secret, now - 301, body) }],
  ['nearly old', { ts: now - 240, signature: sign(given.secret, now - 240, body) }],
  ['early', { ts: now + 240, signature: sign(given.secret, now + 240, body) }],
  ['other time', { ts: now - 1 }],
  ['other body', { body: body + '&x=1' }],
  ['no signature', { signature: null }],
  ['empty signature', { signature: '' }],
  ['no time', { ts: null }],
  ['time in words', { ts: 'now', signature: sign(given.secret, 'now', body) }],
  ['upper case', { signature: right.toUpperCase() }],
  ['other version', { signature: right.replace('v0=', 'v1=') }],
  ['cut short', { signature: right.slice(0, -2) }],
  ['longer', { signature: right + '00' }],
];
// Bolt takes requests from the future, however far; the documentation and the other SDKs do not.
const boltIsWrong = [['from the future', { ts: now + 400, signature: sign(given.secret, now + 400, body) }]];

const post = async (url, { ts = now, signature = right, body: sent = body }) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  if (ts !== null) headers['x-slack-request-timestamp'] = String(ts);
  if (signature !== null) headers['x-slack-signature'] = signature;
  return (await fetch(url, { method: 'POST', headers, body: sent })).status < 300;
};

let bad = 0;
for (const [name, request] of cases) {
  const [theirs, ours] = [await post(bolt.url, request), await post(given.url, request)];
  if (theirs !== ours) { bad++; console.log(`DISAGREE ${name}: Bolt ${theirs ? 'takes' : 'refuses'} it, the host ${ours ? 'takes' : 'refuses'} it`); }
}
for (const [name, request] of boltIsWrong) {
  if (await post(given.url, request)) { bad++; console.log(`WRONG ${name}: the host takes it`); }
}
console.log(`${cases.length + boltIsWrong.length} cases, ${bad} wrong`);
await bolt.stop();
process.exit(bad ? 1 : 0);
