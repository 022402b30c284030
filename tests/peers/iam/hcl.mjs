// HashiCorp's own parser as an oracle. JSON lines in: {"id": 1, "text": "a = 1"}; out: {"id": 1, "json": {…}} or {"id": 1, "error": "…"}.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const hcl = createRequire(import.meta.url)('@cdktf/hcl2json');
for await (const line of createInterface({ input: process.stdin })) {
  const { id, text } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ id, json: await hcl.parse('x.tf', text) }));
  } catch (e) {
    console.log(JSON.stringify({ id, error: String(e.message ?? e) }));
  }
}
// The parser's threads keep node alive, and an exit drops what a pipe has not taken yet.
process.stdout.write('', () => process.exit(0));
