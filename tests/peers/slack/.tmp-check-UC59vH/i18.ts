import type { Msg, AnyView } from './m';
export const v: Msg = {
 "text": "/long &lt;text&gt;: For tests.. For the role responder and above; everybody here sees the answer.",
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
       "text": "/long <text>",
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
       "text": "For tests.. For the role responder and above; everybody here sees the answer."
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
         "text": "text"
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "number"
        },
        {
         "type": "text",
         "text": "  Not needed."
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
       "text": "Options come first: --name value. Without any text, a form opens."
      }
     ]
    }
   ]
  }
 ]
};
