import type { Msg, AnyView } from './m';
export const v: Msg = {
 "text": "/apply &lt;plan&gt; &lt;digest&gt;: Apply a plan that you looked at. For the role responder and above; everybody here sees the answer.",
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
       "text": "/apply <plan> <digest>",
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
       "text": "Apply a plan that you looked at. For the role responder and above; everybody here sees the answer."
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
         "text": "plan"
        },
        {
         "type": "text",
         "text": "  The plan's id."
        }
       ]
      },
      {
       "type": "rich_text_section",
       "elements": [
        {
         "type": "text",
         "text": "digest"
        },
        {
         "type": "text",
         "text": "  The plan's digest."
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
