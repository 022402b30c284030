import type { Msg, AnyView } from './m';
export const v: Msg = {
 "channel": "C0INC",
 "text": "<@U0ALICE> Fix open, waiting for an approval",
 "blocks": [
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "emoji",
       "name": "large_yellow_circle"
      },
      {
       "type": "text",
       "text": " "
      },
      {
       "type": "text",
       "text": "Fix open, waiting for an approval",
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
   "block_id": "card:op_01JD9R0Z:0",
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
   "type": "context",
   "elements": [
    {
     "type": "mrkdwn",
     "text": "<@U0ALICE>"
    },
    {
     "type": "plain_text",
     "text": "total $0.0380 · op_01JD9R0Z",
     "emoji": false
    }
   ]
  }
 ]
};
