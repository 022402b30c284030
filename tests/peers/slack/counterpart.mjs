#!/usr/bin/env node
// server.mjs for a test in another process: one JSON line to begin with, then a question a line ({what, arguments}), an answer a line.
import readline from 'node:readline';
import { startSlack } from './server.mjs';

const slack = await startSlack();
const replies = new Map();
const say = value => process.stdout.write(JSON.stringify(value) + '\n');
const ask = {
  waitConns: count => slack.waitConns(count),
  fault: fault => { slack.fault(fault); },
  deliver: async (type, payload) => { const { ms, payload: answer } = await slack.deliver(type, payload); return { ms, payload: answer }; },
  disconnect: () => slack.disconnect(),
  issueTrigger: () => slack.issueTrigger(),
  issueResponseUrl: () => { const { url, r } = slack.issueResponseUrl(); replies.set(url, r); return url; },
  bodies: url => replies.get(url).bodies,
  messages: () => [...slack.messages.values()],
  viewCount: () => slack.views.length,
  files: () => [...slack.files.values()].map(({ name, channel, thread_ts, uploaded }) => ({ name, channel, thread_ts, uploaded: !!uploaded })),
  errors: () => slack.calls.filter(call => !call.auth && call.method !== 'response_url').map(call => call.method),
};

say({ apiUrl: slack.apiUrl, botToken: slack.botToken, appToken: slack.appToken });
for await (const line of readline.createInterface({ input: process.stdin })) {
  const { what, arguments: given } = JSON.parse(line);
  try { say({ value: (await ask[what](...given)) ?? null }); } catch (error) { say({ error: error.message }); }
}
slack.close();
