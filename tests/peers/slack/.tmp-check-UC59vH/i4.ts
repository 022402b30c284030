import type { Msg, AnyView } from './m';
export const v: Msg = {
 "channel": "C0INC",
 "text": "<@U0ALICE> Code requires 1 IAM permission not in current policy",
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
       "text": "Code requires 1 IAM permission not in current policy",
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
   "type": "context",
   "elements": [
    {
     "type": "mrkdwn",
     "text": "<@U0ALICE>"
    },
    {
     "type": "plain_text",
     "text": "orders@bc15ce2f01 · 14 files · 0.3 s",
     "emoji": false
    }
   ]
  }
 ]
};
