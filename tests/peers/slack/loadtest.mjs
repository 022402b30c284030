#!/usr/bin/env node
// The real host under Slack's load: /costs, /prs and clicks on Useful of real diagnoses, and what became of each. Loopback only, bounded by --rate and --seconds.
//   node loadtest.mjs --host ../../ChatOps.Tests/bin/Debug/net10.0/ChatOps.Tests.dll [--rate 200] [--seconds 60] [--kill] [--hang] [--bolt] [--setting Key=value …]
// --kill ends the host in the middle as kill -9 does and starts it again; --hang has ten model calls hang meanwhile; --bolt measures a Bolt app that only acknowledges, in turns with the host.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startSlack } from './server.mjs';

const { values: given } = parseArgs({ options: { host: { type: 'string' }, rate: { type: 'string', default: '200' }, seconds: { type: 'string', default: '60' }, kill: { type: 'boolean' }, hang: { type: 'boolean' }, bolt: { type: 'boolean' }, setting: { type: 'string', multiple: true, default: [] } } });
const rate = Math.min(+given.rate, 1000), seconds = Math.min(+given.seconds, 300), secret = 'test-signing-secret', port = 5798, address = `http://127.0.0.1:${port}`;
const slack = await startSlack(), folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chatops-load-'));
const repository = path.join(folder, 'orders');
fs.mkdirSync(path.join(repository, 'src'), { recursive: true });
fs.writeFileSync(path.join(repository, 'src', 'retry.py'), 'def with_retries(call):\n    while True:\n        try:\n            return call()\n        except Exception:\n            pass\n');
for (const args of [['init', '-q', '-b', 'main'], ['add', '.'], ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-q', '-m', 'Retry']]) execFileSync('git', ['-C', repository, ...args]);
const say = (what, value) => console.log(JSON.stringify({ what, ...value }));

async function start() {
  const settings = { 'Host:Urls': address, 'Host:DataDirectory': folder, 'Slack:ApiUrl': slack.apiUrl, 'Slack:BotToken': slack.botToken, 'Slack:SigningSecret': secret, 'Slack:ResponseUrlHosts:0': '127.0.0.1', 'Repositories:0:Name': 'orders', 'Repositories:0:Path': repository, 'Access:CallsPerMinute': '0', 'Logging:LogLevel:Default': 'Warning' };
  const host = spawn('dotnet', [given.host, folder, ...Object.entries(settings).map(([key, value]) => `${key}=${value}`), ...given.setting], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((up, down) => { host.stdout.on('data', data => String(data).includes('listening') && up()); host.on('exit', () => down(new Error('The host did not start.'))); });
  return host;
}

const load = (args, input) => new Promise(done => {
  const run = spawn(process.execPath, [fileURLToPath(new URL('load.mjs', import.meta.url)), '--secret', secret, '--json', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  run.stdout.on('data', data => { output += data; });
  run.on('exit', () => done(JSON.parse(output)));
});
const slash = (n, ...more) => load(['--url', `${address}/slack/commands`, '--kind', 'slash', '--n', String(n), '--rate', String(rate), ...more]);
const light = ['--command', '/costs,/prs', '--text', ''];

let host = await start();
process.on('exit', () => host.kill('SIGKILL'));
await slash(rate, ...light, '--rate', String(Math.min(rate, 50)), '--sink');
if (given.bolt) {
  const ours = [], bolts = [];
  for (let round = 0; round < 5; round++) {
    ours.push((await slash(rate * 5, ...light, '--sink', '--sink-wait', '60')).ackMs.p99);
    bolts.push((await load(['--oracle', '--kind', 'slash', '--n', String(rate * 5), '--rate', String(rate)])).ackMs.p99);
  }
  const median = values => [...values].sort((a, b) => a - b)[2];
  say('p99 of five runs in turns', { ours, bolts, medians: [median(ours), median(bolts)], good: median(ours) <= Math.max(50, 3 * median(bolts)) });
}

// Real diagnoses, each a card with Useful on it: the first click on one is feedback, the others are told so.
await slash(20, '--command', '/diagnose', '--text', 'Traceback (most recent call last):\n  File "/var/task/src/retry.py", line 4, in with_retries\nProvisionedThroughputExceededException: Rate exceeded', '--rate', '10');
const offers = () => [...slack.messages.values()].flatMap(message => (message.blocks ?? []).filter(block => block.type === 'actions').flatMap(block => block.elements.filter(element => element.text.text === 'Useful').map(element => ({ block: block.block_id, action: element.action_id, value: element.value, ts: message.ts }))));
for (let i = 0; i < 600 && offers().length < 20; i++) await new Promise(later => setTimeout(later, 100));
const cards = path.join(folder, 'cards.json');
fs.writeFileSync(cards, JSON.stringify(offers()));
say('cards', { offered: offers().length });

if (given.hang) await slash(10, '--command', '/model_wait', '--text', 'hangs', '--rate', '10');
const kill = given.kill && setTimeout(async () => { host.kill('SIGKILL'); host = await start(); }, seconds * 500);
const run = await load(['--url', `${address}/slack/commands`, '--actions-url', `${address}/slack/interactions`, '--kind', 'light', ...light, '--cards', cards, '--n', String(rate * seconds), '--rate', String(rate), '--sink', '--sink-wait', '120']);
clearTimeout(kill);
// Each that was acknowledged is answered at its own address, within two minutes and once; after a kill an answer on its way may come again.
const acknowledged = run.codes[200] ?? 0;
say('light commands and clicks on Useful', { ...run, acknowledged, answered: run.responseUrlMs.n, good: run.ackMs.p99 < 50 && run.responseUrlMs.n === acknowledged && run.responseUrlMs.max < 120000 && (given.kill || (run.non200 === 0 && run.answeredTwice === 0)) });
host.kill('SIGKILL');
slack.close();
fs.rmSync(folder, { recursive: true, force: true });
process.exit(0);
