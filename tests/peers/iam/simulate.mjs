// An IAM simulator that we did not write, as an oracle. It is a tool for tests only: nothing of it is linked or shipped.
// JSON lines in: {"id", "principal", "accountId", "policies": [], "action", "resource", "context", "permissionBoundaries"?, "scps"?}
// out: {"id", "result": "Allowed | ImplicitlyDenied | ExplicitlyDenied"} or {"id", "error"}. With --bench, its speed on standard error.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const { runUnsafeSimulation } = createRequire(import.meta.url)('@cloud-copilot/iam-simulate');
const named = documents => (documents ?? []).map((policy, i) => ({ name: `p${i}`, policy }));
const evaluate = question => {
  const answer = runUnsafeSimulation({
    request: {
      principal: question.principal,
      action: question.action,
      contextVariables: question.context ?? {},
      resource: { resource: question.resource, accountId: question.accountId },
    },
    identityPolicies: named(question.policies),
    serviceControlPolicies: question.scps ? [{ orgIdentifier: 'r-root', policies: named(question.scps) }] : [],
    resourceControlPolicies: [],
    permissionBoundaryPolicies: question.permissionBoundaries ? named(question.permissionBoundaries) : undefined,
  }, {});
  return answer.result ?? answer;
};

const questions = [];
for await (const line of createInterface({ input: process.stdin })) questions.push(JSON.parse(line));
const start = process.hrtime.bigint();
const answers = questions.map(question => {
  try {
    return { id: question.id, result: evaluate(question) };
  } catch (e) {
    return { id: question.id, error: String(e?.message ?? e) };
  }
});
if (process.argv.includes('--bench')) console.error(Math.round(questions.length / (Number(process.hrtime.bigint() - start) / 1e9)), 'evaluations/s');
process.stdout.write(answers.map(answer => JSON.stringify(answer)).join('\n') + '\n');
