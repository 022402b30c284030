#!/usr/bin/env node
// The real host under Slack's load: light commands, then clicks, and what became of each. Loopback only, bounded by --rate and --seconds.
//   node loadtest.mjs --host ../../ChatOps.Tests/bin/Debug/net10.0/ChatOps.Tests.dll [--rate 200] [--seconds 60] [--kill] [--hang] [--bolt] [--setting Key=value …]
// --kill ends the host in the middle as kill -9 does and starts it again; --hang has ten model calls hang meanwhile; --bolt measures a Bolt app that only acknowledges, in turns with the host.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startSlack } from './server.mjs';

const { values: given } = parseArgs({ options: { host: { type: 'string' }, rate: { type: 'string', default: '200' }, seconds: { type: 'string', default: '60' }, kill: { type: 'boolean' }, hang: { type: 'boolean' }, bolt: { type: 'boolean' }, setting: { type: 'string', multiple: true, default: [] } } });
const rate = Math.min(+given.rate, 1000), seconds = Math.min(+given.seconds, 300), secret = 'test-signing-secret', port = 5798, address = `http://127.0.0.1:${port}`;
const slack = await startSlack(), folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chatops-load-'));
const say = (what, value) => console.log(JSON.stringify({ what, ...value }));

async function start() {
  const settings = { 'Host:Urls': address, 'Host:DataDirectory': folder, 'Slack:ApiUrl': slack.apiUrl, 'Slack:BotToken': slack.botToken, 'Slack:SigningSecret': secret, 'Slack:ResponseUrlHosts:0': '127.0.0.1', 'Logging:LogLevel:Default': 'Warning' };
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
const slash = (n, text, ...more) => load(['--url', `${address}/slack/commands`, '--command', '/figures', '--text', text, '--kind', 'slash', '--n', String(n), '--rate', String(rate), ...more]);

let host = await start();
process.on('exit', () => host.kill('SIGKILL'));
await load(['--url', `${address}/slack/commands`, '--command', '/figures', '--text', 'warm', '--kind', 'slash', '--n', String(rate), '--rate', String(Math.min(rate, 50)), '--sink']);
if (given.bolt) {
  const ours = [], bolts = [];
  for (let round = 0; round < 5; round++) {
    ours.push((await slash(rate * 5, 'week', '--sink', '--sink-wait', '60')).ackMs.p99);
    bolts.push((await load(['--oracle', '--kind', 'slash', '--n', String(rate * 5), '--rate', String(rate)])).ackMs.p99);
  }
  const median = values => [...values].sort((a, b) => a - b)[2];
  say('p99 of five runs in turns', { ours, bolts, medians: [median(ours), median(bolts)], good: median(ours) <= Math.max(50, 3 * median(bolts)) });
}

if (given.hang) await load(['--url', `${address}/slack/commands`, '--command', '/model_wait', '--text', 'hangs', '--kind', 'slash', '--n', '10', '--rate', '10']);
const kill = given.kill && setTimeout(async () => { host.kill('SIGKILL'); host = await start(); }, seconds * 500);
const commands = await slash(rate * seconds, 'week', '--sink', '--sink-wait', '120');
clearTimeout(kill);
say('commands', commands);

// A card to click on, and as many clicks on its button that only shows something.
await load(['--url', `${address}/slack/commands`, '--command', '/offer', '--text', 'one', '--kind', 'slash', '--n', '1', '--rate', '1']);
let card;
while (!(card = [...slack.messages.values()].find(message => message.blocks?.some(block => block.type === 'actions')))) await new Promise(later => setTimeout(later, 100));
const [row, button] = card.blocks.filter(block => block.type === 'actions').flatMap(block => block.elements.map(element => [block, element])).find(([, element]) => element.text.text === 'More');
const clicks = await load(['--url', `${address}/slack/commands`, '--actions-url', `${address}/slack/interactions`, '--kind', 'action', '--block-id', row.block_id, '--action-id', button.action_id, '--value', button.value, '--n', String(rate * seconds), '--rate', String(rate), '--sink', '--sink-wait', '120']);
say('clicks', clicks);

// Each that was acknowledged was done, and none twice: the host counts each run by a file.
const runs = () => fs.readdirSync(folder).filter(name => name.startsWith('run-')).length;
const acknowledged = (commands.codes[200] ?? 0) + (clicks.codes[200] ?? 0) + rate + 1 + (given.hang ? 10 : 0) + (given.bolt ? rate * 25 : 0);
for (let i = 0; i < 240 && runs() < acknowledged; i++) await new Promise(later => setTimeout(later, 500));
say('done', { acknowledged, runs: runs(), restartedRuns: given.kill ? runs() - acknowledged : 0 });
host.kill('SIGKILL');
slack.close();
fs.rmSync(folder, { recursive: true, force: true });
process.exit(0);
