import type { Msg, AnyView } from './m';
export const v: Msg = {
 "channel": "C0INC",
 "text": "<@U0ALICE> The last 3 diagnoses",
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
       "text": "The last 3 diagnoses",
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
         "type": "text",
         "text": "dg_01JD9Q3K  with_retry calls DynamoDB up to 25 times"
        },
        {
         "type": "text",
         "text": "  high, 2 h ago, Ann"
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "dg_01JD9Q2A  Connection pool exhausted on payments-db"
        },
        {
         "type": "text",
         "text": "  medium, yesterday, Bob"
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "dg_01JD9Q1B  KeyError: 'order'"
        },
        {
         "type": "text",
         "text": "  from history, Monday, Ann"
        }
       ]
      }
     ]
    }
   ]
  },
  {
   "type": "context",
   "elements": [
    {
     "type": "mrkdwn",
     "text": "<@U0ALICE>"
    }
   ]
  }
 ]
};
