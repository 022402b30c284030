import type { Msg, AnyView } from './m';
export const v: Msg = {
 "channel": "C0INC",
 "text": "diagnose: Asking claude-sonnet",
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
       "text": "diagnose: Asking claude-sonnet",
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
         "text": "Reading orders"
        },
        {
         "type": "text",
         "text": "  1.2 s"
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "Gathering evidence"
        },
        {
         "type": "text",
         "text": "  0.8 s"
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "Asking claude-sonnet"
        },
        {
         "type": "text",
         "text": "  …"
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
     "type": "plain_text",
     "text": "op_01JD9R0Z",
     "emoji": false
    }
   ]
  }
 ]
};
