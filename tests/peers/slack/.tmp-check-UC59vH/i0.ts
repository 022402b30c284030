import type { Msg, AnyView } from './m';
export const v: Msg = {
 "channel": "C0INC",
 "text": "<@U0ALICE> Root cause found · high confidence (0.86): with_retry calls DynamoDB up to 25 times with no pause, so one throttled write becomes a retry storm.",
 "blocks": [
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "emoji",
       "name": "large_green_circle"
      },
      {
       "type": "text",
       "text": " "
      },
      {
       "type": "text",
       "text": "Root cause found · high confidence (0.86)",
       "style": {
        "bold": true
       }
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
       "text": "with_retry calls DynamoDB up to 25 times with no pause, so one throttled write becomes a retry storm."
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
       "text": "src/utils/retry.py",
       "style": {
        "code": true
       }
      }
     ]
    },
    {
     "type": "rich_text_preformatted",
     "elements": [
      {
       "type": "text",
       "text": "  7      for _ in range(attempts):\n  8          try:\n> 9              return fn()\n 10          except Exception as error:\n 11              last = error"
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
       "text": "Affected files",
       "style": {
        "bold": true
       }
      }
     ]
    },
    {
     "type": "rich_text_list",
     "style": "bullet",
     "indent": 0,
     "elements": [
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "link",
         "url": "https://github.com/acme/orders/blob/bc15ce2/src/utils/retry.py#L4-L11",
         "text": "src/utils/retry.py:4-11"
        },
        {
         "type": "text",
         "text": "  innermost frame in the repository"
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "link",
         "url": "https://github.com/acme/orders/blob/bc15ce2/src/handlers/order_handler.py#L10",
         "text": "src/handlers/order_handler.py:10"
        },
        {
         "type": "text",
         "text": "  calls it"
        }
       ]
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
       "text": "What to do",
       "style": {
        "bold": true
       }
      }
     ]
    },
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "text",
       "text": "Exponential backoff with full jitter, 5 attempts. Applies to bc15ce2, parses, touches 1 file (+3 −2)."
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
       "text": "Proposed change",
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
       "text": "Changed shortly before",
       "style": {
        "bold": true
       }
      }
     ]
    },
    {
     "type": "rich_text_list",
     "style": "bullet",
     "indent": 0,
     "elements": [
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "link",
         "url": "https://github.com/acme/orders/pull/46",
         "text": "#46 Retry harder"
        },
        {
         "type": "text",
         "text": "  Bob, changed the failing line 2 h before"
        }
       ]
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
       "text": "Seen before",
       "style": {
        "bold": true
       }
      }
     ]
    },
    {
     "type": "rich_text_list",
     "style": "bullet",
     "indent": 0,
     "elements": [
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "dg_01JD9Q3K"
        },
        {
         "type": "text",
         "text": "  fixed by #31 (reverted)"
        }
       ]
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
      "text": "Create fix PR",
      "emoji": false
     },
     "value": "pl_01JD9Q4V 27aa90c1d3e4f518",
     "style": "primary",
     "confirm": {
      "title": {
       "type": "plain_text",
       "text": "Create fix PR?",
       "emoji": false
      },
      "text": {
       "type": "plain_text",
       "text": "Opens a pull request from ai/fix-retry-storm-20261122 into main at bc15ce2: 1 file, +3 −2. Nothing is merged.",
       "emoji": false
      },
      "confirm": {
       "type": "plain_text",
       "text": "Create fix PR",
       "emoji": false
      },
      "deny": {
       "type": "plain_text",
       "text": "Not now",
       "emoji": false
      }
     }
    },
    {
     "type": "button",
     "action_id": "button:1:apply",
     "text": {
      "type": "plain_text",
      "text": "Roll back #46",
      "emoji": false
     },
     "value": "pl_01JD9Q4T 8c1f0b6e77d2a943",
     "style": "danger",
     "confirm": {
      "title": {
       "type": "plain_text",
       "text": "Roll back #46?",
       "emoji": false
      },
      "text": {
       "type": "plain_text",
       "text": "Opens a pull request from ai/revert-46-20261122 into main at bc15ce2: 1 file, +1 −1. Nothing is merged.",
       "emoji": false
      },
      "confirm": {
       "type": "plain_text",
       "text": "Roll back #46",
       "emoji": false
      },
      "deny": {
       "type": "plain_text",
       "text": "Not now",
       "emoji": false
      }
     }
    },
    {
     "type": "button",
     "action_id": "button:2:diagnose_again",
     "text": {
      "type": "plain_text",
      "text": "Re-run",
      "emoji": false
     },
     "value": "dg_01JD9Q3K"
    },
    {
     "type": "button",
     "action_id": "button:3:feedback",
     "text": {
      "type": "plain_text",
      "text": "Useful",
      "emoji": false
     },
     "value": "dg_01JD9Q3K yes"
    },
    {
     "type": "button",
     "action_id": "button:4:feedback",
     "text": {
      "type": "plain_text",
      "text": "Not useful",
      "emoji": false
     },
     "value": "dg_01JD9Q3K no"
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
     "text": "orders@bc15ce2f01 · claude-sonnet · 4730 tokens · $0.0210 · 11.0 s · 1 secret masked · dg_01JD9Q3K",
     "emoji": false
    }
   ]
  }
 ]
};
