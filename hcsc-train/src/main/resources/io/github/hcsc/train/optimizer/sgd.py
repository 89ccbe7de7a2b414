class Ops(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  _is_full_backward_hook : Optional[bool]
  def sgd_(self: __torch__.Ops, parameters: List[Tensor], gradients: List[Tensor], velocity: List[Tensor], rate: Tensor, momentum: Tensor, decay: Tensor) -> Tensor:
    torch._foreach_add_(gradients, parameters, alpha=float(torch.item(decay)))
    torch._foreach_mul_(velocity, float(torch.item(momentum)))
    torch._foreach_add_(velocity, gradients, alpha=1)
    torch._foreach_add_(parameters, velocity, alpha=torch.neg(float(torch.item(rate))))
    torch._foreach_zero_(gradients)
    return parameters[0]
