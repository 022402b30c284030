import type { Msg, AnyView } from './m';
export const v: Msg = {
 "channel": "C0INC",
 "text": "<@U0ALICE> Planned, written and reviewed: approve: Adds an idempotency key to order creation, stored with the order, so that a repeated request does not charge twice.",
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
       "text": "Planned, written and reviewed: approve",
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
       "text": "Adds an idempotency key to order creation, stored with the order, so that a repeated request does not charge twice."
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
       "text": "Steps",
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
         "text": "Add a column and its migration"
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "Check the key before charging"
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "Test the repeated request"
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
     "text": "*Plan*"
    },
    {
     "type": "plain_text",
     "text": "claude-sonnet-5-5 · $0.06",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*Implement*"
    },
    {
     "type": "plain_text",
     "text": "gpt-6.2-sol · $0.19",
     "emoji": false
    },
    {
     "type": "mrkdwn",
     "text": "*Review*"
    },
    {
     "type": "plain_text",
     "text": "claude-sonnet-5-5 · approve · $0.08",
     "emoji": false
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
     "text": "$0.3300 · 74.0 s · op_01JD9R0Z",
     "emoji": false
    }
   ]
  }
 ]
};
