using ChatOps.Iam.Code.Flow;
using ChatOps.Iam.Code.Syntax;

namespace ChatOps.Iam.Code.Sdk;

internal sealed class GoSdk : SdkModel
{
    public override Value? Import(Evaluator evaluator, Import import) => null;
    public override Value? TypeOf(Evaluator evaluator, TypeName type) => null;
    public override Value? InstanceOf(Value type) => null;
    public override Value Member(Evaluator evaluator, SdkValue target, string name, Expression? site) => Value.Unknown;
    public override Value Call(Evaluator evaluator, SdkValue callee, CallArguments arguments, Call site) => Value.Unknown;
    public override Value? Create(Evaluator evaluator, Value? type, TypeName name, CallArguments arguments, RecordValue? initializer, Creation site) => null;
}
