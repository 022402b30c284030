// Random policies and requests, the same for the same seed: node generate.mjs COUNT SEED > cases.jsonl
// A request's resource never holds a wildcard (the simulator answers such a one by overlap). No kms, sts or iam actions:
// the simulator wants a resource policy for them too. One account.
const n = +process.argv[2]; let s = +process.argv[3] >>> 0
const rnd = () => { s = (s + 0x6d2b79f5) >>> 0; let t = s; t = Math.imul(t ^ (t >>> 15), t | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) / 4294967296 }
const pick = (a) => a[Math.floor(rnd() * a.length)]; const chance = (p) => rnd() < p
const many = (f, max = 3) => Array.from({ length: 1 + Math.floor(rnd() * max) }, f)
const oneOrMany = (f, max) => { const a = many(f, max); return a.length === 1 && chance(0.5) ? a[0] : a }
const ACC = '123456789012', users = ['alice', 'bob', 'Carol'], teams = ['red', 'blue', 'Red']
const targets = [
  ['s3:GetObject', () => `arn:aws:s3:::${pick(['data', 'data-logs', 'home'])}/${pick(['a.txt', 'alice/x', 'bob/y/z', 'logs/2026/11/1.gz', 'Alice/X'])}`],
  ['s3:PutObject', () => `arn:aws:s3:::${pick(['data', 'home'])}/${pick(['a.txt', 'alice/x', 'red/r'])}`],
  ['s3:ListBucket', () => `arn:aws:s3:::${pick(['data', 'data-logs', 'home'])}`],
  ['sns:Publish', () => `arn:aws:sns:us-east-1:${ACC}:${pick(['alerts', 'alerts-dev', 'x'])}`],
  ['sqs:SendMessage', () => `arn:aws:sqs:${pick(['us-east-1', 'eu-west-1'])}:${ACC}:${pick(['q', 'q.fifo'])}`],
  ['dynamodb:PutItem', () => `arn:aws:dynamodb:us-east-1:${ACC}:table/${pick(['Orders', 'orders', 'Users'])}`],
  ['dynamodb:Query', () => `arn:aws:dynamodb:us-east-1:${ACC}:table/${pick(['Orders', 'Users'])}${pick(['', '/index/byDate'])}`],
  ['lambda:InvokeFunction', () => `arn:aws:lambda:us-east-1:${ACC}:function:${pick(['f', 'f:prod', 'resize'])}`],
  ['ec2:DescribeInstances', () => '*'],
  ['secretsmanager:GetSecretValue', () => `arn:aws:secretsmanager:us-east-1:${ACC}:secret:${pick(['db-AbCdEf', 'alice-key'])}`],
]
const actPat = (a) => { const [p, m] = a.split(':'); return pick([a, a, `${p}:*`, `${p}:${m.slice(0, 3)}*`, `${p}:*${m.slice(-5)}`, `${p}:${m.slice(0, 2)}?${m.slice(3)}`, a.toUpperCase(), a.toLowerCase(), '*', `${p.toUpperCase()}:${m}`, `${p}:${m[0]}*${m.slice(-2)}`, pick(targets)[0]]) }
const resPat = (r) => {
  if (r === '*') return '*'
  const x = r.split(':'); const tail = x.slice(5).join(':'); const head = x.slice(0, 5).join(':')
  return pick([r, r, '*', `${head}:*`, `${head}:${tail.slice(0, 2)}*`, `${head}:*${tail.slice(-2)}`, `${head}:${tail.slice(0, 1)}?${tail.slice(2)}`,
    `arn:aws:${x[2]}:*:*:${tail}`, `arn:*:${x[2]}:*:*:*`, `arn:aws:${x[2]}:${x[3]}:${x[4]}:${tail.replace(/alice/, '${aws:username}')}`,
    `${head}:home/\${aws:username}/*`, `${head}:*/\${aws:PrincipalTag/team}/*`, `${head}:data/a\${*}txt`, `${head}:data/a\${?}txt`,
    `${head}:*/\${aws:PrincipalTag/missing, 'alice'}/*`, r.toUpperCase(), pick(targets)[1]()])
}
const ctxKeys = {
  'aws:username': () => pick(users), 'aws:PrincipalTag/team': () => pick(teams), 'aws:SourceIp': () => pick(['10.0.0.5', '203.0.113.9', '2001:db8::1']),
  'aws:SecureTransport': () => pick(['true', 'false']), 'aws:MultiFactorAuthPresent': () => pick(['true', 'false']), 'aws:MultiFactorAuthAge': () => pick(['100', '3600', '3601']),
  'aws:CurrentTime': () => pick(['2026-01-01T00:00:00Z', '2026-11-22T12:00:00Z']), 'aws:SourceArn': () => pick([`arn:aws:sns:us-east-1:${ACC}:alerts`, `arn:aws:lambda:eu-west-1:${ACC}:function:f`]),
  'aws:TagKeys': () => many(() => pick(['env', 'team', 'cost', 'Env']), 3), 's3:prefix': () => pick(['alice/', 'logs/', '']), 'aws:RequestedRegion': () => pick(['us-east-1', 'eu-west-1']),
}
const strVal = () => pick(['alice', 'bob', 'red', 'Red', 'us-east-1', 'env', 'team', '${aws:username}', '${aws:PrincipalTag/team}', 'logs/', 'alice/', 'ali*', '*', '?ed', 'ENV'])
const ops = [
  ['StringEquals', ['aws:username', 'aws:PrincipalTag/team', 's3:prefix', 'aws:RequestedRegion'], strVal], ['StringNotEquals', ['aws:username', 'aws:PrincipalTag/team', 'aws:RequestedRegion'], strVal],
  ['StringEqualsIgnoreCase', ['aws:username', 'aws:PrincipalTag/team'], strVal], ['StringNotEqualsIgnoreCase', ['aws:PrincipalTag/team'], strVal],
  ['StringLike', ['aws:username', 's3:prefix', 'aws:RequestedRegion'], strVal], ['StringNotLike', ['aws:username', 's3:prefix'], strVal],
  ['ArnLike', ['aws:SourceArn'], () => pick([`arn:aws:sns:*:${ACC}:alerts`, 'arn:aws:*:*:*:*', `arn:aws:lambda:eu-*:${ACC}:function:?`, 'arn:aws:s3:::*'])],
  ['ArnEquals', ['aws:SourceArn'], () => pick([`arn:aws:sns:us-east-1:${ACC}:alerts`, `arn:aws:sns:*:*:*`])], ['ArnNotLike', ['aws:SourceArn'], () => pick([`arn:aws:sns:*:*:*`, `arn:aws:lambda:*:*:function:f`])],
  ['Bool', ['aws:SecureTransport', 'aws:MultiFactorAuthPresent'], () => pick(['true', 'false'])],
  ['NumericLessThan', ['aws:MultiFactorAuthAge'], () => '3600'], ['NumericLessThanEquals', ['aws:MultiFactorAuthAge'], () => '3600'], ['NumericGreaterThan', ['aws:MultiFactorAuthAge'], () => '1000'], ['NumericEquals', ['aws:MultiFactorAuthAge'], () => '100'],
  ['DateGreaterThan', ['aws:CurrentTime'], () => '2026-06-01T00:00:00Z'], ['DateLessThan', ['aws:CurrentTime'], () => pick(['2026-06-01T00:00:00Z', '2027-01-01'])],
  ['IpAddress', ['aws:SourceIp'], () => pick(['10.0.0.0/8', '203.0.113.9', '2001:db8::/32'])], ['NotIpAddress', ['aws:SourceIp'], () => pick(['10.0.0.0/8', '203.0.113.0/24'])],
]
const setOps = [['StringEquals', strVal], ['StringLike', strVal], ['StringNotEquals', strVal], ['StringEqualsIgnoreCase', strVal]]
const cond = () => {
  const c = {}
  for (let k = 1 + Math.floor(rnd() * 2); k--;) {
    if (chance(0.12)) { (c.Null ??= {})[pick(Object.keys(ctxKeys))] = pick(['true', 'false']); continue }
    if (chance(0.2)) { const [o, v] = pick(setOps); (c[`${pick(['ForAnyValue', 'ForAllValues'])}:${o}${chance(0.2) ? 'IfExists' : ''}`] ??= {})['aws:TagKeys'] = oneOrMany(v, 3); continue }
    const [o, keys, v] = pick(ops); const key = pick(keys)
    ;(c[o + (chance(0.25) ? 'IfExists' : '')] ??= {})[chance(0.1) ? key.toLowerCase() : key] = oneOrMany(v, 2)
  }
  return c
}
for (let id = 0; id < n; id++) {
  const [action, rf] = pick(targets); const resource = rf(); const context = {}
  for (const k of Object.keys(ctxKeys)) if (chance(0.65)) context[k] = ctxKeys[k]()
  const stmt = () => {
    const st = { Effect: chance(0.22) ? 'Deny' : 'Allow' }
    st[chance(0.12) ? 'NotAction' : 'Action'] = oneOrMany(() => (chance(0.75) ? actPat(action) : pick(targets)[0]), 3)
    st[chance(0.12) ? 'NotResource' : 'Resource'] = oneOrMany(() => resPat(resource), 3)
    if (chance(0.4)) st.Condition = cond()
    return st
  }
  const document = () => ({ Version: '2012-10-17', Statement: many(stmt, 3) })
  const open = () => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }, ...many(stmt, 2)] })
  const policies = many(document, 2)
  const limits = {}
  if (chance(0.15)) limits.permissionBoundaries = [chance(0.5) ? open() : document()]
  if (chance(0.15)) limits.scps = many(() => chance(0.6) ? open() : document(), 2)
  console.log(JSON.stringify({ id, principal: `arn:aws:iam::${ACC}:user/${context['aws:username'] ?? 'alice'}`, accountId: ACC, policies, ...limits, action, resource, context }))
}
