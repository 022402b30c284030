import type { Msg, AnyView } from './m';
export const v: Msg = {
 "channel": "C0INC",
 "text": "<@U0ALICE> Ready to open: Back off when DynamoDB throttles: Note: not built; no check command is configured.",
 "blocks": [
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "emoji",
       "name": "large_blue_circle"
      },
      {
       "type": "text",
       "text": " "
      },
      {
       "type": "text",
       "text": "Ready to open: Back off when DynamoDB throttles",
       "style": {
        "bold": true
       }
      }
     ]
    }
   ]
  },
  {
   "type": "section",
   "fields": [
    {
     "type": "mrkdwn",
     "text": "*Branch*"
    },
    {
     "type": "plain_text",
     "text": "ai/fix-retry-storm-20261122",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*Into*"
    },
    {
     "type": "plain_text",
     "text": "main at bc15ce2",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*Files*"
    },
    {
     "type": "plain_text",
     "text": "src/utils/retry.py (+3 −2)",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*Valid until*"
    },
    {
     "type": "plain_text",
     "text": "2026-11-23 10:02 UTC",
     "emoji": false
    }
   ]
  },
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "text",
       "text": "Change",
       "style": {
        "bold": true
       }
      }
     ]
    },
    {
     "type": "rich_text_preformatted",
     "elements": [
      {
       "type": "text",
       "text": "diff --git a/src/utils/retry.py b/src/utils/retry.py\n--- a/src/utils/retry.py\n+++ b/src/utils/retry.py\n@@ -1,9 +1,12 @@\n-def with_retry(fn, attempts=25):\n+def with_retry(fn, attempts=5, base=0.05, cap=2.0):\n     last = None\n-    for _ in range(attempts):\n+    for attempt in range(attempts):\n         try:\n             return fn()\n         except Exception as error:\n             last = error\n+            time.sleep(random.uniform(0, min(cap, base * 2 ** attempt)))"
      }
     ]
    }
   ]
  },
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "text",
       "text": "Note: not built; no check command is configured."
      }
     ]
    }
   ]
  },
  {
   "type": "actions",
   "block_id": "card:op_01JD9R0Z:0",
   "elements": [
    {
     "type": "button",
     "action_id": "button:0:apply",
     "text": {
      "type": "plain_text",
      "text": "Open the pull request",
      "emoji": false
     },
     "value": "pl_01JD9Q4V 27aa90c1d3e4f518",
     "style": "primary",
     "confirm": {
      "title": {
       "type": "plain_text",
       "text": "Open the pull request?",
       "emoji": false
      },
      "text": {
       "type": "plain_text",
       "text": "Opens a pull request from ai/fix-retry-storm-20261122 into main at bc15ce2: 1 file, +3 −2. Nothing is merged.",
       "emoji": false
      },
      "confirm": {
       "type": "plain_text",
       "text": "Open the pull request",
       "emoji": false
      },
      "deny": {
       "type": "plain_text",
       "text": "Not now",
       "emoji": false
      }
     }
    }
   ]
  },
  {
   "type": "context",
   "elements": [
    {
     "type": "mrkdwn",
     "text": "<@U0ALICE>"
    },
    {
     "type": "plain_text",
     "text": "pl_01JD9Q4V · 27aa90c1d3e4f518",
     "emoji": false
    }
   ]
  }
 ]
};
