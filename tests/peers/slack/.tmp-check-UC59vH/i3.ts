import type { Msg, AnyView } from './m';
export const v: Msg = {
 "channel": "C0INC",
 "text": "<@U0ALICE> #46 does not revert cleanly: 2 files conflict with later changes. Nothing was opened.",
 "blocks": [
  {
   "type": "rich_text",
   "elements": [
    {
     "type": "rich_text_section",
     "elements": [
      {
       "type": "emoji",
       "name": "large_orange_circle"
      },
      {
       "type": "text",
       "text": " "
      },
      {
       "type": "text",
       "text": "#46 does not revert cleanly",
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
   "type": "context",
   "elements": [
    {
     "type": "mrkdwn",
     "text": "<@U0ALICE>"
    },
    {
     "type": "plain_text",
     "text": "merged 2 h ago by squash · checked in 0.4 s",
     "emoji": false
    }
   ]
  }
 ]
};
