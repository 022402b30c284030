import type { Msg, AnyView } from './m';
export const v: Msg = {
 "channel": "C0INC",
 "text": "<@U0ALICE> diagnose: failed: Something unexpected went wrong. Try again; if it happens twice, give an admin the id op_01JD9R0Z, which is in the log beside the cause.",
 "blocks": [
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "emoji",
       "name": "red_circle"
      },
      {
       "type": "text",
       "text": " "
      },
      {
       "type": "text",
       "text": "diagnose: failed",
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
       "text": "Something unexpected went wrong. Try again; if it happens twice, give an admin the id op_01JD9R0Z, which is in the log beside the cause."
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
