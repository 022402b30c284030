import type { Msg, AnyView } from './m';
export const v: AnyView = {
 "type": "home",
 "blocks": [
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "text",
       "text": "Your role here: "
      },
      {
       "type": "text",
       "text": "approver",
       "style": {
        "bold": true
       }
      },
      {
       "type": "text",
       "text": ". You may also roll back, approve, merge and close."
      }
     ]
    }
   ]
  },
  {
   "type": "divider"
  },
  {
   "type": "header",
   "text": {
    "type": "plain_text",
    "text": "Root cause found · high confidence (0.86)",
    "emoji": false
   }
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
   "block_id": "home:0:0",
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
   "type": "divider"
  },
  {
   "type": "header",
   "text": {
    "type": "plain_text",
    "text": "Ready to open: Back off when DynamoDB throttles",
    "emoji": false
   }
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
   "block_id": "home:1:0",
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
   "type": "divider"
  },
  {
   "type": "header",
   "text": {
    "type": "plain_text",
    "text": "Fix open, waiting for an approval",
    "emoji": false
   }
  },
  {
   "type": "rich_text",
   "elements": [
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
         "url": "https://github.com/acme/orders/pull/47",
         "text": "#47 Back off when DynamoDB throttles"
        },
        {
         "type": "text",
         "text": "  1 file, +3 −2"
        }
       ]
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
     "text": "ai/fix-retry-storm-20261122 → main",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*Checks*"
    },
    {
     "type": "plain_text",
     "text": "3 of 3 green",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*Review*"
    },
    {
     "type": "plain_text",
     "text": "Code owners: 1 approval needed",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*IAM*"
    },
    {
     "type": "plain_text",
     "text": "No new permission",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*Rollback*"
    },
    {
     "type": "plain_text",
     "text": "One click once merged",
     "emoji": false
    }
   ]
  },
  {
   "type": "actions",
   "block_id": "home:2:0",
   "elements": [
    {
     "type": "button",
     "action_id": "button:0:apply",
     "text": {
      "type": "plain_text",
      "text": "Approve PR",
      "emoji": false
     },
     "value": "pl_01JD9R1A 51b7e2d09c3f4a86",
     "style": "primary",
     "confirm": {
      "title": {
       "type": "plain_text",
       "text": "Approve PR?",
       "emoji": false
      },
      "text": {
       "type": "plain_text",
       "text": "Adds your approving review on GitHub to #47 at 3f9d2c1 (1 file, +3 −2). Nothing is merged.",
       "emoji": false
      },
      "confirm": {
       "type": "plain_text",
       "text": "Approve PR",
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
      "text": "Close",
      "emoji": false
     },
     "value": "pl_01JD9R1B 0aa4c6f21e7d9b35",
     "style": "danger",
     "confirm": {
      "title": {
       "type": "plain_text",
       "text": "Close?",
       "emoji": false
      },
      "text": {
       "type": "plain_text",
       "text": "Closes the pull request and deletes the branch ai/fix-retry-storm-20261122.",
       "emoji": false
      },
      "confirm": {
       "type": "plain_text",
       "text": "Close",
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
   "type": "divider"
  },
  {
   "type": "header",
   "text": {
    "type": "plain_text",
    "text": "#46 does not revert cleanly",
    "emoji": false
   }
  },
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "text",
       "text": "2 files conflict with later changes. Nothing was opened."
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
       "text": "Conflicts",
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
         "text": "src/utils/retry.py"
        },
        {
         "type": "text",
         "text": "  changed by 9c1d2e3 Tune the cap"
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "src/handlers/order_handler.py"
        },
        {
         "type": "text",
         "text": "  changed by 77aa001 Log the order"
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
       "text": "Risks",
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
         "text": "db/0042_orders.sql"
        },
        {
         "type": "text",
         "text": "  a migration ran in the meantime"
        }
       ]
      }
     ]
    }
   ]
  },
  {
   "type": "divider"
  },
  {
   "type": "header",
   "text": {
    "type": "plain_text",
    "text": "Code requires 1 IAM permission not in current policy",
    "emoji": false
   }
  },
  {
   "type": "section",
   "fields": [
    {
     "type": "mrkdwn",
     "text": "*Missing*"
    },
    {
     "type": "plain_text",
     "text": "sns:Publish on arn:aws:sns:*:*:order-notifications",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*Conditional*"
    },
    {
     "type": "plain_text",
     "text": "kms:GenerateDataKey when the topic is encrypted with a customer key",
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
       "text": "Change to terraform/iam.tf",
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
       "text": "@@ -10,6 +10,11 @@\n+    {\n+      Effect   = \"Allow\"\n+      Action   = [\"sns:Publish\"]\n+      Resource = \"arn:aws:sns:*:*:order-notifications\"\n+    },"
      }
     ]
    }
   ]
  },
  {
   "type": "actions",
   "block_id": "home:4:0",
   "elements": [
    {
     "type": "button",
     "action_id": "button:0:apply",
     "text": {
      "type": "plain_text",
      "text": "Create fix PR",
      "emoji": false
     },
     "value": "pl_01JD9Q4W 11aa90c1d3e4f518",
     "style": "primary",
     "confirm": {
      "title": {
       "type": "plain_text",
       "text": "Create fix PR?",
       "emoji": false
      },
      "text": {
       "type": "plain_text",
       "text": "Opens a pull request that adds 1 statement to terraform/iam.tf. Nothing is merged.",
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
    }
   ]
  },
  {
   "type": "divider"
  },
  {
   "type": "header",
   "text": {
    "type": "plain_text",
    "text": "$12.40 in the last 7 days, 96 operations",
    "emoji": false
   }
  },
  {
   "type": "section",
   "fields": [
    {
     "type": "mrkdwn",
     "text": "*Diagnoses*"
    },
    {
     "type": "plain_text",
     "text": "$9.10 · 81",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*Fixes*"
    },
    {
     "type": "plain_text",
     "text": "$3.30 · 15",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*claude-sonnet-5-5*"
    },
    {
     "type": "plain_text",
     "text": "$11.92",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*gpt-6.2-sol*"
    },
    {
     "type": "plain_text",
     "text": "$0.48",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*Budget of the month*"
    },
    {
     "type": "plain_text",
     "text": "$31.20 of $50.00",
     "emoji": false
    }
   ]
  },
  {
   "type": "section",
   "fields": [
    {
     "type": "mrkdwn",
     "text": "*Unpriced calls*"
    },
    {
     "type": "plain_text",
     "text": "0",
     "emoji": false
    }
   ]
  }
 ]
};
